package io.tollgate.billing.entitlement;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A use that was counted.
 *
 * @param amount of this use
 * @param used in the window, this use included
 * @param limit null for without limit
 * @param resetsAt when the count starts again; null for never
 */
record Consumed(
        long amount,
        long used,
        @Nullable Long limit,
        boolean hard,
        @Nullable Instant resetsAt) {

    /** Whether more is used than the limit says, as a soft limit allows. */
    boolean overage() {
        return limit != null && used > limit;
    }
}
