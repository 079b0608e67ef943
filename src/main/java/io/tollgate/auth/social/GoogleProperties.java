package io.tollgate.auth.social;

import jakarta.validation.constraints.AssertTrue;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Google, or whoever speaks OpenID Connect like it.
 *
 * @param issuer as in id_tokens; there it may stand without {@code https://}, as Google's own documentation says
 * @param callbackIssuer whether its callbacks must name the issuer (RFC 9207): Google's do
 * @param nativeClientIds of the Android and iOS apps, whose id_tokens are taken beside the web client's
 * @param nativeNonce whether an app must send a nonce along: Google's SDK for iOS makes one of its own that no app ever sees
 */
record GoogleProperties(
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        String redirectUri,

        @DefaultValue("https://accounts.google.com/o/oauth2/v2/auth")
        String authUrl,

        @DefaultValue("https://oauth2.googleapis.com/token") String tokenUrl,

        @DefaultValue("https://openidconnect.googleapis.com/v1/userinfo")
        String userinfoUrl,

        @DefaultValue("https://www.googleapis.com/oauth2/v3/certs")
        String jwksUrl,

        @DefaultValue("https://accounts.google.com") String issuer,
        @DefaultValue("true") boolean callbackIssuer,
        @DefaultValue List<String> nativeClientIds,
        @DefaultValue("OPTIONAL") NonceRule nativeNonce) {

    /** What is asked of the nonce of an id_token that an app brings. */
    enum NonceRule {
        /** Checked when the app sends one; single use protects the others. */
        OPTIONAL,
        REQUIRED
    }

    boolean configured() {
        return !clientId.isBlank();
    }

    /** Everybody an app's id_token may have been made for. */
    Set<String> audiences() {
        return Stream.concat(Stream.of(clientId), nativeClientIds.stream()).collect(Collectors.toUnmodifiableSet());
    }

    Set<String> issuers() {
        return Stream.of(issuer, issuer.replaceFirst("^https://", "")).collect(Collectors.toUnmodifiableSet());
    }

    @AssertTrue(message = "GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET must be set together") boolean isComplete() {
        return clientId.isBlank() == clientSecret.isBlank();
    }

    @AssertTrue(
            message = "GOOGLE_AUTH_URL, GOOGLE_TOKEN_URL, GOOGLE_USERINFO_URL, GOOGLE_JWKS_URL and GOOGLE_REDIRECT_URI"
                    + " must be http or https URLs")
    boolean isReachable() {
        return ProviderHttp.areUrls(redirectUri, authUrl, tokenUrl, userinfoUrl, jwksUrl);
    }

    OAuthClient client() {
        return new OAuthClient(clientId, clientSecret, redirectUri);
    }

    @Override
    public String toString() {
        return "GoogleProperties[" + clientId + "]";
    }
}
