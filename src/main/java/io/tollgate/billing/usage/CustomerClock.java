package io.tollgate.billing.usage;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Tells the time of customers who have one of their own, such as those an administrator moves through time for a test. */
public interface CustomerClock {

    /** The time of those of these subscriptions whose time is not everybody's. */
    Mono<Map<UUID, Instant>> now(Collection<UUID> subscriptionIds);
}
