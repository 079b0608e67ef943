package io.tollgate.auth.social;

import io.tollgate.platform.time.Secrets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a browser keeps in its cookie while somebody is at the provider: 256 random bits in base64url. The verifier of PKCE and the
 * nonce are made from it, so that neither is stored anywhere; the database has only the digest.
 */
record BrowserSecret(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** Empty when there is no cookie, or it holds nothing of ours. */
    static Optional<BrowserSecret> of(@Nullable String cookie) {
        return cookie != null && FORM.matcher(cookie).matches()
                ? Optional.of(new BrowserSecret(cookie))
                : Optional.empty();
    }

    String digest() {
        return HexFormat.of().formatHex(Secrets.sha256(value));
    }

    /** {@code code_verifier} of RFC 7636. */
    String verifier() {
        return sha256("verifier " + value);
    }

    String challenge() {
        return sha256(verifier());
    }

    String nonce() {
        return sha256("nonce " + value);
    }

    /** S256 of RFC 7636 §4.2. */
    static String sha256(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.sha256(text));
    }

    @Override
    public String toString() {
        return "BrowserSecret[]";
    }
}
