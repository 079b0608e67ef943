package io.tollgate.billing.usage;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to which usage may belong.
 *
 * @param begun false while its first payment has not come
 * @param ended null while it goes on
 * @param pauses in which nothing can be used, and nothing would be billed
 */
record Subscribed(
        UUID id, boolean begun, Instant began, @Nullable Instant ended, List<Pause> pauses) {

    Subscribed {
        pauses = List.copyOf(pauses);
    }

    /**
     * Half-open.
     *
     * @param to null while it lasts
     */
    record Pause(Instant from, @Nullable Instant to) {

        boolean contains(Instant moment) {
            return !moment.isBefore(from) && (to == null || moment.isBefore(to));
        }
    }

    /** Why it cannot have used anything at this moment; null when it can. */
    @Nullable UsageResult refusal(Instant at) {
        if (!begun) {
            return new UsageResult.Rejected("subscription_id", "The subscription has not begun");
        }
        if (at.isBefore(began)) {
            return new UsageResult.Rejected("timestamp", "Is before the subscription began");
        }
        if (ended != null && !at.isBefore(ended)) {
            return new UsageResult.Rejected("timestamp", "Is after the subscription ended");
        }
        return pauses.stream().anyMatch(pause -> pause.contains(at))
                ? new UsageResult.Rejected("timestamp", "Is in a pause of the subscription")
                : null;
    }
}
