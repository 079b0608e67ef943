package io.tollgate.billing.engine;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /admin/users/{id}/subscriptions}.
 *
 * @param provider who collects its invoices
 * @param startAt when it began; now unless said otherwise
 * @param trial whether the plan's trial comes first; true unless said otherwise
 */
record StartRequest(
        @NotBlank @Size(max = 100) @Pattern(regexp = "[^\\p{Cntrl}]*+", message = "Must be the code of a plan") @Schema(example = "pro")
        String planCode,

        @NotBlank @Pattern(regexp = "manual|paymob|stripe", message = "Must be manual, paymob or stripe") @Schema(example = "manual")
        String provider,

        @Nullable Instant startAt,
        @Nullable Boolean trial) {

    boolean withTrial() {
        return !Boolean.FALSE.equals(trial);
    }
}
