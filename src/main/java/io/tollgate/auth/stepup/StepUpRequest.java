package io.tollgate.auth.stepup;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.auth.mfa.Proof;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What somebody who is signed in shows to prove it once more. */
record StepUpRequest(
        @Schema(example = "a sentence nobody else says") @Nullable @Size(min = 1, max = 1024) String password,

        @Schema(example = "totp", description = "Of the second factor; `totp` unless said otherwise")
        @Nullable @Size(max = 32) String method,

        @Schema(example = "123456", description = "For `totp` and `recovery_code`") @Nullable @Size(max = 64) String code,

        @Schema(type = "object", description = "For `webauthn`: what the authenticator answered") @Nullable JsonNode response) {

    /** Null when no second factor was sent. */
    @Nullable Proof proof() {
        return code == null && response == null ? null : new Proof(method == null ? "totp" : method, code, response);
    }

    StepUpRequest withoutProof() {
        return new StepUpRequest(password, null, null, null);
    }

    @Override
    public String toString() {
        return "StepUpRequest[]";
    }
}
