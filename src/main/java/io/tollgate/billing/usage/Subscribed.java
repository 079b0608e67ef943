package io.tollgate.billing.usage;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to which usage may belong.
 *
 * @param begun false while its first payment has not come
 * @param ended null while it goes on
 */
record Subscribed(
        UUID id, boolean begun, Instant began, @Nullable Instant ended) {

    /** Why it cannot have used anything at this moment; null when it can. */
    @Nullable UsageResult refusal(Instant at) {
        if (!begun) {
            return new UsageResult.Rejected("subscription_id", "The subscription has not begun");
        }
        if (at.isBefore(began)) {
            return new UsageResult.Rejected("timestamp", "Is before the subscription began");
        }
        return ended != null && !at.isBefore(ended)
                ? new UsageResult.Rejected("timestamp", "Is after the subscription ended")
                : null;
    }
}
