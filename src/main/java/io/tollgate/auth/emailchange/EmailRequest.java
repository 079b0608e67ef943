package io.tollgate.auth.emailchange;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.user.EmailAddress;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** Where the user wants to be reached from now on. */
record EmailRequest(
        @Schema(example = "ada@example.org", maxLength = 254)
        @NotNull @Pattern(regexp = EmailAddress.PATTERN, message = EmailAddress.RULE) String email) {

    EmailRequest {
        email = email == null ? email : email.strip();
    }

    @Override
    public String toString() {
        return "EmailRequest[]";
    }
}
