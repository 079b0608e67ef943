package io.tollgate.auth.mfa;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** The first code of a new authenticator app. */
record CodeRequest(
        @Schema(example = "123456") @NotNull @Size(max = 64) String code) {

    @Override
    public String toString() {
        return "CodeRequest[]";
    }
}
