package io.tollgate.auth.password;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.user.EmailAddress;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The bodies of {@link PasswordRoutes}. How long a new password may be, the policy says. */
final class PasswordRequests {

    private PasswordRequests() {}

    /** Who has forgotten the password. */
    record Forgotten(
            @Schema(example = "ada@example.com", maxLength = 254)
            @NotNull @Size(max = 254) @Pattern(regexp = EmailAddress.TYPED, message = EmailAddress.RULE) String email) {

        @Override
        public String toString() {
            return "Forgotten[]";
        }
    }

    /** The token of the mail's link, and the password to be. */
    record Reset(
            @Schema(description = "From the mail's link") @NotBlank String token,

            @Schema(example = "a sentence nobody else says", minLength = 8, maxLength = 128) @NotNull String password) {

        @Override
        public String toString() {
            return "Reset[]";
        }
    }

    /** The present password and the one to be. */
    record Change(
            @Schema(
                    example = "the sentence until now",
                    description = "Left out by who has none yet, and has just logged in")
            @Nullable String oldPassword,

            @Schema(example = "a sentence nobody else says", minLength = 8, maxLength = 128) @NotNull String newPassword) {

        @Override
        public String toString() {
            return "Change[]";
        }
    }

    /** {@code {message}}, as the original system answers. */
    record Message(String message) {}
}
