package io.tollgate.billing.collection;

import io.tollgate.billing.subscription.Provider;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How one invoice gets paid.
 *
 * @param open still to be paid
 * @param attempts the number of the last one
 * @param failures of those made by ourselves
 * @param nextAttemptAt in the customer's time; null when none is planned
 */
record Collection(
        UUID invoiceId,
        UUID userId,
        @Nullable UUID subscriptionId,
        Provider provider,
        boolean open,
        int attempts,
        int failures,
        @Nullable Instant nextAttemptAt) {

    boolean due(Instant now) {
        return open && nextAttemptAt != null && !nextAttemptAt.isAfter(now);
    }
}
