package io.tollgate.auth.social;

import java.util.Map;

/** What we are to a provider. */
record OAuthClient(String id, String secret, String redirectUri) {

    /** The form that exchanges a code for tokens (RFC 6749 §4.1.3, RFC 7636 §4.5). */
    Map<String, String> redeeming(String code, BrowserSecret browser) {
        return Map.of(
                "grant_type", "authorization_code",
                "client_id", id,
                "client_secret", secret,
                "code", code,
                "redirect_uri", redirectUri,
                "code_verifier", browser.verifier());
    }

    @Override
    public String toString() {
        return "OAuthClient[" + id + "]";
    }
}
