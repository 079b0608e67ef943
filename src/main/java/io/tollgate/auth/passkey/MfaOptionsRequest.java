package io.tollgate.auth.passkey;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;

/** @param mfaToken from the answer to the first factor */
record MfaOptionsRequest(
        @Schema(example = "n6qjZ0y3D2w4l0v1yF2r0k7c9s8x5b4t3m2q1p0oZxY") @NotNull String mfaToken) {

    @Override
    public String toString() {
        return "MfaOptionsRequest[]";
    }
}
