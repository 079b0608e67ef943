package io.tollgate.auth.mfa;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A second factor shown within a session. */
record ProofRequest(
        @Schema(example = "totp", description = "`totp` unless said otherwise") @Nullable @Size(max = 32) String method,

        @Schema(example = "123456") @Nullable @Size(max = 64) String code,

        @Schema(type = "object", description = "For `webauthn`: what the authenticator answered") @Nullable JsonNode response) {

    Proof proof() {
        return new Proof(method == null ? TotpFactor.METHOD : method, code, response);
    }

    @Override
    public String toString() {
        return "ProofRequest[]";
    }
}
