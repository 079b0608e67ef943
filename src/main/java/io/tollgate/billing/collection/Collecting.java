package io.tollgate.billing.collection;

import io.tollgate.billing.engine.CustomerClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Makes the planned attempt to collect an invoice: writes it down, asks the gateway outside of any transaction, writes what came of
 * it. Whatever breaks off between is found out by {@link Polling}.
 */
@Component
class Collecting {

    /** What is in the way will have been decided by then. */
    private static final Duration LATER = Duration.ofHours(1);

    private final CollectionRepository collections;
    private final AttemptRepository attempts;
    private final AttemptBeginning beginning;
    private final ChargeOrders orders;
    private final Gateways gateways;
    private final AttemptOutcome outcome;
    private final PageClosing closing;
    private final CustomerClock clocks;

    Collecting(
            CollectionRepository collections,
            AttemptRepository attempts,
            AttemptBeginning beginning,
            ChargeOrders orders,
            Gateways gateways,
            AttemptOutcome outcome,
            PageClosing closing,
            CustomerClock clocks) {
        this.collections = collections;
        this.attempts = attempts;
        this.beginning = beginning;
        this.orders = orders;
        this.gateways = gateways;
        this.outcome = outcome;
        this.closing = closing;
        this.clocks = clocks;
    }

    /** Nothing when none is due. */
    Mono<Void> collect(UUID invoiceId) {
        return collections
                .find(invoiceId)
                .flatMap(collection -> clocks.now(collection.userId()).flatMap(now -> collect(collection, now)));
    }

    Mono<Void> collect(UUID invoiceId, Instant now) {
        return collections.find(invoiceId).flatMap(collection -> collect(collection, now));
    }

    Mono<Void> collect(Collection collection, Instant now) {
        return Mono.just(collection)
                .filter(known -> known.due(now))
                .filterWhen(known -> wayIsFree(known, now))
                .flatMap(known -> beginning.planned(known.invoiceId(), now))
                .flatMap(this::carryOut)
                .then();
    }

    /** A page that is open for the payer is closed first: of two ways to pay, both might be used. */
    private Mono<Boolean> wayIsFree(Collection collection, Instant now) {
        return attempts.open(collection.invoiceId())
                .flatMap(open -> open.status() == AttemptStatus.WAITING ? decided(open) : Mono.just(false))
                .defaultIfEmpty(true)
                .flatMap(free -> free
                        ? Mono.just(true)
                        : collections
                                .postpone(collection.invoiceId(), now, now.plus(LATER))
                                .thenReturn(false));
    }

    private Mono<Boolean> decided(Attempt open) {
        return closing.close(open).map(fate -> fate == PageClosing.Fate.DECIDED);
    }

    private Mono<Attempt> carryOut(Attempt attempt) {
        return orders.of(attempt)
                .flatMap(order -> order.owed()
                        ? gateways.of(attempt.provider()).charge(order)
                        : Mono.just(ChargeResult.Declined.asNotOwed()))
                .flatMap(result -> outcome.answered(attempt, result));
    }
}
