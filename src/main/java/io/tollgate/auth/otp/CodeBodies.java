package io.tollgate.auth.otp;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.user.EmailAddress;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** The bodies of {@link CodeRoutes}. */
final class CodeBodies {

    private CodeBodies() {}

    /** Who wants a code. */
    record Wanted(
            @Schema(example = "ada@example.com", maxLength = 254)
            @NotNull @Size(max = 254) @Pattern(regexp = EmailAddress.TYPED, message = EmailAddress.RULE) String email) {

        @Override
        public String toString() {
            return "Wanted[]";
        }
    }

    /** Where to look for the code, and what to send with it. */
    record Begun(
            String message,

            @Schema(
                    description =
                            "Send it with the code, and show it to nobody: with it the code counts for this request alone")
            String flowId) {}

    /** The code and whose it is. A code of any length is compared, and uses up a try. */
    record Given(
            @Schema(example = "ada@example.com", maxLength = 254)
            @NotNull @Size(max = 254) @Pattern(regexp = EmailAddress.TYPED, message = EmailAddress.RULE) String email,

            @Schema(example = "042917") @NotBlank String code,

            @Schema(description = "From the answer to the request for the code") @Nullable String flowId) {

        @Override
        public String toString() {
            return "Given[]";
        }
    }
}
