package io.tollgate.billing.collection;

import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Sees to it that a page that is open can no longer be paid on, where that is in our power. */
@Component
class PageClosing {

    private final ChargeOrders orders;
    private final Gateways gateways;
    private final AttemptOutcome outcome;

    PageClosing(ChargeOrders orders, Gateways gateways, AttemptOutcome outcome) {
        this.orders = orders;
        this.gateways = gateways;
        this.outcome = outcome;
    }

    /** Whether it is decided now: closed, or paid at the last moment. */
    Mono<Boolean> close(Attempt waiting) {
        return orders.of(waiting)
                .flatMap(order -> gateways.of(waiting.provider()).close(order))
                .flatMap(result -> outcome.closed(waiting, result))
                .map(now -> !now.status().open())
                .defaultIfEmpty(false);
    }
}
