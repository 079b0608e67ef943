package io.tollgate.auth.registration;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * Who wants an account. Usernames are ASCII without an at sign: no two may look alike, and none like an address, since people log
 * in with either.
 */
record RegisterRequest(
        @Schema(example = "ada@example.com", maxLength = 254)
        @NotNull @Pattern(regexp = EMAIL, message = "value is not a valid email address") String email,

        @Schema(example = "ada", minLength = 3, maxLength = 64)
        @NotNull @Pattern(
                regexp = "[A-Za-z0-9](?:[A-Za-z0-9._-]{1,62})[A-Za-z0-9]",
                message =
                        "3 to 64 letters, digits, dots, hyphens and underscores, the first and last a letter or digit")
        String username,

        @Schema(example = "a sentence nobody else says", minLength = 8, maxLength = 128) @NotNull String password) {

    /** RFC 5321 without quoted local parts and literal domains; the look-ahead keeps long texts from being searched. */
    static final String EMAIL = "(?=.{3,254}$)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
            + "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]";

    RegisterRequest {
        email = email == null ? email : email.strip();
        username = username == null ? username : username.strip();
    }

    @Override
    public String toString() {
        return "RegisterRequest[]";
    }
}
