package io.tollgate.auth.social;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * An id_token from a provider's SDK on the device.
 *
 * @param nonce as the app gave it to the SDK, or as it was before the app hashed it for the SDK
 */
record IdTokenRequest(
        @Schema(example = "eyJhbGciOiJSUzI1NiIsImtpZCI6Ij…") @NotBlank String idToken,

        @Schema(example = "n-0S6_WzA2Mj") @Nullable @Size(min = 1, max = 255) String nonce) {

    @Override
    public String toString() {
        return "IdTokenRequest[]";
    }
}
