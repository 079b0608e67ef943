package io.tollgate.billing.usage;

import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.Usage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What was used, for those who bill it: by the time of the events, periods half-open.
 *
 * <p>An invoice notes the {@link #sequence} it knew, read before it counts anything: what came while it counted may then be found
 * twice, which a new total less what was billed makes nothing of, and is never missed.
 */
@Component
public class MeteredUsage {

    /** What a charge counts of a subscription in a period. */
    public Mono<Usage> of(UUID subscriptionId, PlanCharge charge, Period period) {
        return Mono.error(() -> new IllegalStateException(subscriptionId + " " + charge + " " + period));
    }

    /** How many events a subscription has had so far; grows with each, in the order of their commits. 0 without any. */
    public Mono<Long> sequence(UUID subscriptionId) {
        return Mono.error(() -> new IllegalStateException(subscriptionId.toString()));
    }

    /**
     * Usage from before a moment that was told after an invoice had counted.
     *
     * @param before such as the end of the last billed period
     * @param afterSequence what that invoice noted
     * @return a day (UTC) and metric each, the oldest first; at most 250
     */
    public Mono<List<LateUsage>> lateSince(UUID subscriptionId, Instant before, long afterSequence) {
        return Mono.error(() -> new IllegalStateException(subscriptionId + " " + before + afterSequence));
    }
}
