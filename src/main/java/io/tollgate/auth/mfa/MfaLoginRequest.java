package io.tollgate.auth.mfa;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The second step of a login. A token or code of any length is looked at: one that is too long is a wrong one like others. */
record MfaLoginRequest(
        @Schema(example = "n6qjZ0y3D2w4l0v1yF2r0k7c9s8x5b4t3m2q1p0oZxY") @NotNull String mfaToken,

        @Schema(example = "totp", description = "One of the answer's methods") @NotNull @Size(max = 32) String method,

        @Schema(example = "123456", description = "For `totp` and `recovery_code`") @Nullable String code,

        @Schema(type = "object", description = "For `webauthn`: what the authenticator answered") @Nullable JsonNode response) {

    Proof proof() {
        return new Proof(method, code, response);
    }

    @Override
    public String toString() {
        return "MfaLoginRequest[]";
    }
}
