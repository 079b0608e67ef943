package io.tollgate.billing.usage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An event in its place: whose it is, and when it happened.
 *
 * @param id ours for it
 * @param others to which the same may be on its way, as its user has just had them
 */
record Placed(UUID id, UUID subscriptionId, Instant at, UsageReport report, List<UUID> others) {

    /** What names it. */
    Key key() {
        return new Key(subscriptionId, report.transactionId());
    }

    /** What must be free too. */
    Stream<Key> otherKeys() {
        return others.stream().map(other -> new Key(other, report.transactionId()));
    }

    Instant hour() {
        return at.truncatedTo(ChronoUnit.HOURS);
    }

    /** Unique among what is kept: forgotten with {@code USAGE_RETENTION}, when its event is long too old to be told again. */
    record Key(UUID subscriptionId, String transactionId) {}
}
