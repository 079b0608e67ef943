package io.tollgate.admin.users;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The bodies of {@code /admin/users}. */
final class UserBodies {

    private static final String REASON = "(?=.*\\S)[^\\p{Cntrl}\\p{Cs}]{1,500}";
    private static final String REASON_MESSAGE = "Must be 1 to 500 printable characters";

    private UserBodies() {}

    /** @param until when it ends by itself; never where absent */
    record Deactivate(
            @Schema(example = "Chargeback fraud") @NotNull @Pattern(regexp = REASON, message = REASON_MESSAGE) String reason,

            @Nullable Instant until) {}

    /** Why, for the audit log. */
    record Reason(
            @Schema(example = "Ticket 4711") @NotNull @Pattern(regexp = REASON, message = REASON_MESSAGE) String reason) {}

    /** The role to be. */
    record Role(
            @Schema(allowableValues = {"admin", "user"})
            @NotNull @Pattern(regexp = "admin|user", message = "Must be admin or user") String role) {

        boolean admin() {
            return role.equals("admin");
        }
    }
}
