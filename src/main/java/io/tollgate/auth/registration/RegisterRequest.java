package io.tollgate.auth.registration;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.user.EmailAddress;
import io.tollgate.user.Usernames;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** Who wants an account. */
record RegisterRequest(
        @Schema(example = "ada@example.com", maxLength = 254)
        @NotNull @Pattern(regexp = EmailAddress.PATTERN, message = EmailAddress.RULE) String email,

        @Schema(example = "ada", minLength = 3, maxLength = 64)
        @NotNull @Pattern(regexp = Usernames.PATTERN, message = Usernames.RULE) String username,

        @Schema(example = "a sentence nobody else says", minLength = 8, maxLength = 128) @NotNull String password) {

    RegisterRequest {
        email = email == null ? email : email.strip();
        username = username == null ? username : username.strip();
    }

    @Override
    public String toString() {
        return "RegisterRequest[]";
    }
}
