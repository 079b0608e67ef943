package io.tollgate.auth.serviceaccount;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.user.ServiceScope;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Body of {@code POST /admin/service-accounts}. */
record CreateServiceAccount(
        @Schema(example = "meter of the video API") @NotNull @Pattern(regexp = NAME, message = NAME_MESSAGE) String name,

        @NotEmpty(message = "Name at least one scope") Set<@NotNull ServiceScope> scopes,

        @Schema(description = "Who answers for it; the caller where absent") @Nullable UUID ownerId,

        @Schema(description = "Never where absent") @Nullable Instant expiresAt) {

    /** No control characters, and something to see. */
    static final String NAME = "(?=.*[^\\p{Z}])[^\\p{Cntrl}\\p{Cs}]{1,100}";

    static final String NAME_MESSAGE = "Must be 1 to 100 printable characters";
}
