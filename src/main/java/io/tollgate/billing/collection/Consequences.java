package io.tollgate.billing.collection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lets what a customer owes have its consequences. A subscription that cannot be closed waits, and keeps nothing else from happening. */
@Component
class Consequences {

    private static final Logger LOG = LoggerFactory.getLogger(Consequences.class);

    private final Overdue overdue;
    private final Reconsidering reconsidering;
    private final UnclosedSubscriptions unclosed;
    private final Counter stillOpen;

    Consequences(Overdue overdue, Reconsidering reconsidering, UnclosedSubscriptions unclosed, MeterRegistry metrics) {
        this.overdue = overdue;
        this.reconsidering = reconsidering;
        this.unclosed = unclosed;
        this.stillOpen = metrics.counter("tollgate.collection.unclosed");
    }

    /** @param now the customer's */
    Mono<Void> follow(UUID userId, Instant now) {
        return worsen(userId, now).then(Mono.defer(() -> reconsidering.reconsider(userId, now)));
    }

    private Mono<Void> worsen(UUID userId, Instant now) {
        return overdue.worsen(userId, now).onErrorResume(StillOpen.class, fault -> without(fault, userId, now));
    }

    /** That one is not due any more until its time, so there are fewer each time. */
    private Mono<Void> without(StillOpen fault, UUID userId, Instant now) {
        LOG.error("A subscription that is not paid for stays open", fault);
        stillOpen.increment();
        return unclosed.add(fault.subscriptionId(), now).then(Mono.defer(() -> worsen(userId, now)));
    }
}
