package io.tollgate.auth.social;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * A hand-off code for tokens.
 *
 * @param code from the query of the app's address
 * @param codeVerifier the text of which {@code code_challenge} is the SHA-256 (RFC 7636 §4.1)
 */
record ExchangeRequest(
        @Schema(example = "Zk3q0PzXb3C1nQ6mT1hQ5m2oF8uWq0w1nX7tJ4rS9aE") @NotBlank String code,

        @Schema(example = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", minLength = 43, maxLength = 128)
        @NotNull @Pattern(regexp = "[A-Za-z0-9._~-]{43,128}", message = "43 to 128 letters, digits and -._~") String codeVerifier) {

    @Override
    public String toString() {
        return "ExchangeRequest[]";
    }
}
