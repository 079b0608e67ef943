package io.tollgate.auth.passkey;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * {@code PublicKeyCredentialCreationOptionsJSON} (WebAuthn §5.1.8), for {@code parseCreationOptionsFromJSON()}. Its names are the
 * W3C's, not ours.
 */
@JsonNaming(LowerCamelCaseStrategy.class)
record CreationOptions(
        RelyingPartyEntity rp,
        UserEntity user,

        @Schema(example = "mJ0z5D3gqk1cJt7yXJvR4cQ2o8nW6b9sT1eH0uLfKxA")
        String challenge,

        List<Parameters> pubKeyCredParams,
        @Schema(example = "300000") long timeout,
        List<CredentialDescriptor> excludeCredentials,
        Selection authenticatorSelection,
        @Schema(example = "none") String attestation,
        Extensions extensions) {

    CreationOptions {
        pubKeyCredParams = List.copyOf(pubKeyCredParams);
        excludeCredentials = List.copyOf(excludeCredentials);
    }

    record RelyingPartyEntity(
            @Schema(example = "example.com") String id,
            @Schema(example = "Tollgate") String name) {}

    /** @param id random, the same for all passkeys of a user */
    @JsonNaming(LowerCamelCaseStrategy.class)
    record UserEntity(String id, String name, String displayName) {}

    record Parameters(String type, long alg) {}

    @JsonNaming(LowerCamelCaseStrategy.class)
    record Selection(String residentKey, boolean requireResidentKey, String userVerification) {

        /**
         * Preferably one that is found without a name and checks PIN or biometrics; an old security key that does neither still
         * makes a second factor.
         */
        static final Selection PREFERRED = new Selection("preferred", false, "preferred");
    }

    /** @param credProps the browser is to tell whether the passkey is discoverable (§10.1.3) */
    @JsonNaming(LowerCamelCaseStrategy.class)
    record Extensions(boolean credProps) {}
}
