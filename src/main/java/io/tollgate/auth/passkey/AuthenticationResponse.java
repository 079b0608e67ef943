package io.tollgate.auth.passkey;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * {@code AuthenticationResponseJSON} (WebAuthn §5.1.7), what {@code credential.toJSON()} gives. Browsers write it and add members as
 * they learn: those that are not used are passed over.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(LowerCamelCaseStrategy.class)
record AuthenticationResponse(
        @Nullable String id,
        @Nullable String rawId,
        @Schema(example = "public-key") @Nullable String type,
        @Nullable Response response) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonNaming(LowerCamelCaseStrategy.class)
    @Schema(name = "AssertionResponse")
    record Response(
            @Nullable String clientDataJSON,
            @Nullable String authenticatorData,
            @Nullable String signature,
            @Nullable String userHandle) {}

    /** Null when it cannot be one, whatever it is. */
    @Nullable Assertion decoded() {
        if (response == null || id == null || !id.equals(rawId) || !W3c.TYPE.equals(type)) {
            return null;
        }
        Bytes credentialId = W3c.decoded(id, W3c.MAX_CREDENTIAL_ID);
        Bytes clientData = W3c.decoded(response.clientDataJSON(), W3c.MAX_CLIENT_DATA);
        Bytes authenticatorData = W3c.decoded(response.authenticatorData(), W3c.MAX_AUTHENTICATOR_DATA);
        Bytes signature = W3c.decoded(response.signature(), W3c.MAX_SIGNATURE);
        Bytes challenge = clientData == null ? null : W3c.challengeIn(clientData);
        return credentialId == null
                        || clientData == null
                        || authenticatorData == null
                        || signature == null
                        || challenge == null
                ? null
                : new Assertion(
                        credentialId,
                        challenge,
                        clientData,
                        authenticatorData,
                        signature,
                        W3c.decoded(response.userHandle(), W3c.MAX_USER_HANDLE));
    }

    @Override
    public String toString() {
        return "AuthenticationResponse[]";
    }
}
