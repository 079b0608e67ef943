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

    enum Fate {
        /** Closed, or paid at the last moment. */
        DECIDED,
        /** Nothing was paid on it, and it cannot be withdrawn. */
        STILL_OPEN,
        /** Somebody may be paying on it right now. */
        UNKNOWN
    }

    Mono<Fate> close(Attempt waiting) {
        return orders.of(waiting)
                .flatMap(order -> gateways.of(waiting.provider()).close(order))
                .flatMap(result -> outcome.closed(waiting, result).map(now -> fate(now, result)))
                .defaultIfEmpty(Fate.UNKNOWN);
    }

    /** What cannot be withdrawn is given up as our way to pay; whatever is paid on it is booked all the same. */
    Mono<Void> giveUp(Attempt waiting, String why) {
        return outcome.closed(waiting, new ChargeResult.Declined(why, true)).then();
    }

    private static Fate fate(Attempt now, ChargeResult result) {
        if (!now.status().open()) {
            return Fate.DECIDED;
        }
        return result instanceof ChargeResult.ActionRequired ? Fate.STILL_OPEN : Fate.UNKNOWN;
    }
}
