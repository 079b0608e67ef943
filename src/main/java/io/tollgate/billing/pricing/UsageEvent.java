package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;

/**
 * One thing that was used.
 *
 * @param at when it happened, not when it arrived
 * @param id the producer's; decides between two of the same moment, so that the order of arrival never matters
 * @param value what is summed or compared; 1 where only events are counted
 * @param key what is told apart by {@link Aggregation#UNIQUE}, such as a user's id
 */
public record UsageEvent(Instant at, String id, BigDecimal value, String key) {

    static final Comparator<UsageEvent> IN_TIME =
            Comparator.comparing(UsageEvent::at).thenComparing(UsageEvent::id);

    public UsageEvent {
        if (!Decimals.fitsTotal(value)) {
            throw new IllegalArgumentException("A value of too many digits");
        }
    }

    public static UsageEvent of(Instant at, String id, BigDecimal value) {
        return new UsageEvent(at, id, value, "");
    }
}
