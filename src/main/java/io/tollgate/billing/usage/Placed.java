package io.tollgate.billing.usage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * An event in its place: whose it is, and when it happened.
 *
 * @param id ours for it
 */
record Placed(UUID id, UUID subscriptionId, Instant at, UsageReport report) {

    /** What names it. */
    Key key() {
        return new Key(subscriptionId, report.transactionId());
    }

    Instant hour() {
        return at.truncatedTo(ChronoUnit.HOURS);
    }

    /** Unique for all time. */
    record Key(UUID subscriptionId, String transactionId) {}
}
