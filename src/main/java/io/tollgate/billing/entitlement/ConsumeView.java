package io.tollgate.billing.entitlement;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A use that was counted, as its caller sees it.
 *
 * @param limit null for without limit; so is {@code remaining}
 * @param overage more is used than the limit says, which a soft limit allows
 */
record ConsumeView(
        @Schema(example = "api_calls") String feature,
        long amount,
        @Schema(example = "41") long used,
        @Schema(example = "1000") @Nullable Long limit,
        @Schema(example = "959") @Nullable Long remaining,
        boolean hardLimit,
        @Schema(example = "false") boolean overage,
        @Nullable Instant resetsAt) {

    static ConsumeView of(String feature, Consumed consumed) {
        Long limit = consumed.limit();
        return new ConsumeView(
                feature,
                consumed.amount(),
                consumed.used(),
                limit,
                limit == null ? null : Math.max(0, limit - consumed.used()),
                consumed.hard(),
                consumed.overage(),
                consumed.resetsAt());
    }
}
