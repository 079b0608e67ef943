package io.tollgate.auth.passkey;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * {@code RegistrationResponseJSON} (WebAuthn §5.1.6), what {@code credential.toJSON()} gives. Browsers write it and add members as
 * they learn: those that are not used are passed over.
 *
 * @param name ours, not the W3C's: what the user calls the passkey
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(LowerCamelCaseStrategy.class)
record RegistrationResponse(
        @Nullable String id,
        @Nullable String rawId,
        @Schema(example = "public-key") @Nullable String type,
        @Nullable Response response,
        @Nullable ClientExtensionResults clientExtensionResults,

        @Schema(example = "Laptop", description = "Not of the W3C form: what you call this passkey")
        @Nullable @Size(max = PasskeyName.MAX_LENGTH) @Pattern(regexp = PasskeyName.PRINTABLE, message = PasskeyName.MESSAGE) String name) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonNaming(LowerCamelCaseStrategy.class)
    @Schema(name = "AttestationResponse")
    record Response(
            @Nullable String clientDataJSON,
            @Nullable String attestationObject,
            @Nullable List<@Nullable String> transports) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonNaming(LowerCamelCaseStrategy.class)
    record ClientExtensionResults(@Nullable CredProps credProps) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record CredProps(@Nullable Boolean rk) {}

    /** Null when it cannot be one, whatever it is. */
    @Nullable Attestation decoded() {
        if (response == null || id == null || !id.equals(rawId) || !W3c.TYPE.equals(type)) {
            return null;
        }
        Bytes credentialId = W3c.decoded(id, W3c.MAX_CREDENTIAL_ID);
        Bytes clientData = W3c.decoded(response.clientDataJSON(), W3c.MAX_CLIENT_DATA);
        Bytes attestationObject = W3c.decoded(response.attestationObject(), W3c.MAX_ATTESTATION);
        Bytes challenge = clientData == null ? null : W3c.challengeIn(clientData);
        return credentialId == null || clientData == null || attestationObject == null || challenge == null
                ? null
                : new Attestation(
                        credentialId,
                        challenge,
                        clientData,
                        attestationObject,
                        discoverable(),
                        W3c.transports(response.transports()));
    }

    private @Nullable Boolean discoverable() {
        return clientExtensionResults == null || clientExtensionResults.credProps() == null
                ? null
                : clientExtensionResults.credProps().rk();
    }

    @Override
    public String toString() {
        return "RegistrationResponse[]";
    }
}
