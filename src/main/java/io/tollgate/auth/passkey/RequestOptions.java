package io.tollgate.auth.passkey;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * {@code PublicKeyCredentialRequestOptionsJSON} (WebAuthn §5.1.9), for {@code parseRequestOptionsFromJSON()}. Its names are the
 * W3C's, not ours.
 *
 * @param allowCredentials empty: any passkey the authenticator has for us
 */
@JsonNaming(LowerCamelCaseStrategy.class)
record RequestOptions(
        @Schema(example = "mJ0z5D3gqk1cJt7yXJvR4cQ2o8nW6b9sT1eH0uLfKxA")
        String challenge,

        @Schema(example = "300000") long timeout,
        @Schema(example = "example.com") String rpId,
        List<CredentialDescriptor> allowCredentials,
        @Schema(example = "required") String userVerification) {

    static final String REQUIRED = "required";
    static final String PREFERRED = "preferred";

    RequestOptions {
        allowCredentials = List.copyOf(allowCredentials);
    }
}
