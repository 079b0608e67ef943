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

    /** Unique among what is kept: forgotten with {@code USAGE_RETENTION}, when its event is long too old to be told again. */
    record Key(UUID subscriptionId, String transactionId) {}
}
