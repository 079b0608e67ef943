package io.tollgate.billing.collection;

import io.tollgate.billing.engine.CustomerClock;
import io.tollgate.billing.invoice.Invoices;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Finds out what became of attempts that got no answer, and of pages whose time is over (Kill Bill's Janitor: 5 minutes, an hour,
 * then each day for as long as it takes). Until that is known there is no other attempt.
 */
@Component
class Polling {

    private final AttemptRepository attempts;
    private final ChargeOrders orders;
    private final Gateways gateways;
    private final AttemptOutcome outcome;
    private final Invoices invoices;
    private final CustomerClock clocks;
    private final Clock clock;

    Polling(
            AttemptRepository attempts,
            ChargeOrders orders,
            Gateways gateways,
            AttemptOutcome outcome,
            Invoices invoices,
            CustomerClock clocks,
            Clock clock) {
        this.attempts = attempts;
        this.orders = orders;
        this.gateways = gateways;
        this.outcome = outcome;
        this.invoices = invoices;
        this.clocks = clocks;
        this.clock = clock;
    }

    /** Nothing when its time has not come, or somebody else is at it. */
    Mono<Void> poll(UUID attemptId) {
        return attempts.find(attemptId)
                .flatMap(attempt -> invoices.find(attempt.invoiceId())
                        .flatMap(invoice -> clocks.now(invoice.userId()))
                        .flatMap(now -> poll(attempt, now)));
    }

    Mono<Void> poll(UUID attemptId, Instant now) {
        return attempts.find(attemptId).flatMap(attempt -> poll(attempt, now));
    }

    /** Of one that is not known for days. As it is then. */
    Mono<Attempt> lookOnceMore(Attempt attempt) {
        return orders.of(attempt)
                .flatMap(order -> gateways.of(attempt.provider()).resolve(order))
                .flatMap(result ->
                        result instanceof ChargeResult.Unknown ? Mono.just(attempt) : outcome.visited(attempt, result));
    }

    private Mono<Void> poll(Attempt attempt, Instant now) {
        return attempts.claimPoll(attempt.id(), now)
                .filter(mine -> mine)
                .flatMap(_ -> orders.of(attempt))
                .flatMap(order -> look(attempt, order, now))
                .then();
    }

    private Mono<Attempt> look(Attempt attempt, ChargeOrder order, Instant now) {
        PaymentGateway gateway = gateways.of(attempt.provider());
        Instant end = attempt.expiresAt();
        if (attempt.status() != AttemptStatus.WAITING
                || end == null
                || !clock.instant().isBefore(end)) {
            return gateway.resolve(order).flatMap(result -> outcome.polled(attempt, result));
        }
        // The time of a page may be over for a customer who is ahead of everybody else's time, in which it goes on.
        return !now.isBefore(attempt.pageEnd(end))
                ? gateway.close(order).flatMap(result -> outcome.polled(attempt, over(result)))
                // It was to be closed before, and there was no answer.
                : gateway.close(order).flatMap(result -> outcome.closed(attempt, result));
    }

    private static ChargeResult over(ChargeResult result) {
        return result instanceof ChargeResult.ActionRequired ? new ChargeResult.Declined("not_paid", true) : result;
    }
}
