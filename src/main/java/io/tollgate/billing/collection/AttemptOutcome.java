package io.tollgate.billing.collection;

import io.tollgate.billing.collection.ChargeResult.ActionRequired;
import io.tollgate.billing.collection.ChargeResult.Declined;
import io.tollgate.billing.collection.ChargeResult.Paid;
import io.tollgate.billing.collection.ChargeResult.Unknown;
import io.tollgate.billing.engine.CustomerClock;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoicePayments;
import io.tollgate.billing.invoice.Invoices;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Writes what came of an attempt, in one transaction with the invoice, the subscription and the mail, under the lock on the
 * customer's money. Whoever writes first decides; only money that has arrived is booked whatever was written before.
 */
@Component
class AttemptOutcome {

    private static final Duration AFTER_EXPIRY = Duration.ofMinutes(1);
    private static final Duration STILL_WAITING = Duration.ofHours(1);

    private final Invoices invoices;
    private final InvoicePayments payments;
    private final AttemptRepository attempts;
    private final AttemptFailure failure;
    private final GivenBack returns;
    private final AttemptNews news;
    private final CollectionProperties properties;
    private final CustomerClock clocks;
    private final TransactionalOperator tx;

    AttemptOutcome(
            Invoices invoices,
            InvoicePayments payments,
            AttemptRepository attempts,
            AttemptFailure failure,
            GivenBack returns,
            AttemptNews news,
            CollectionProperties properties,
            CustomerClock clocks,
            TransactionalOperator tx) {
        this.invoices = invoices;
        this.payments = payments;
        this.attempts = attempts;
        this.failure = failure;
        this.returns = returns;
        this.news = news;
        this.properties = properties;
        this.clocks = clocks;
        this.tx = tx;
    }

    /** What is known when it is written. @param now the customer's */
    record Situation(Invoice invoice, Attempt attempt, Instant now) {}

    private enum Occasion {
        /** The provider was asked for the money. */
        CALL,
        /** It was asked what became of that, or told by itself. */
        LOOK,
        /** The same, for the payer who wants to pay now. */
        VISIT,
        /** The page is to be closed: that nothing came of it is no failure. */
        CLOSING
    }

    Mono<Attempt> answered(Attempt attempt, ChargeResult result) {
        return write(attempt, result, Occasion.CALL);
    }

    Mono<Attempt> polled(Attempt attempt, ChargeResult result) {
        return write(attempt, result, Occasion.LOOK);
    }

    Mono<Attempt> visited(Attempt attempt, ChargeResult result) {
        return write(attempt, result, Occasion.VISIT);
    }

    Mono<Attempt> closed(Attempt attempt, ChargeResult result) {
        return write(attempt, result, Occasion.CLOSING);
    }

    private Mono<Attempt> write(Attempt attempt, ChargeResult result, Occasion occasion) {
        return invoices.lock(attempt.invoiceId())
                .flatMap(invoice -> attempts.lock(attempt.id())
                        .flatMap(current -> clocks.now(invoice.userId())
                                .flatMap(now -> apply(new Situation(invoice, current, now), result, occasion))))
                .then(attempts.find(attempt.id()))
                .as(tx::transactional);
    }

    private Mono<Void> apply(Situation is, ChargeResult result, Occasion occasion) {
        if (result instanceof Paid paid) {
            return paid(is, paid);
        }
        if (!is.attempt().status().open()) {
            return Mono.empty();
        }
        return switch (result) {
            case Declined declined -> declined(is, declined, occasion);
            case ActionRequired page -> waiting(is, page);
            case Unknown unknown -> unknown(is, unknown, occasion);
            case Paid paid -> paid(is, paid);
        };
    }

    private Mono<Void> paid(Situation is, Paid paid) {
        if (!paid.amount().currency().equals(is.invoice().currency())) {
            return Mono.error(
                    () -> new IllegalStateException("Paid in " + paid.amount().currency()));
        }
        Mono<Attempt> noted = is.attempt().status() == AttemptStatus.PAID
                ? Mono.just(is.attempt())
                : attempts.paid(is.attempt().id(), paid, is.now()).doOnNext(news::succeeded);
        return noted.then(payments.record(
                        is.invoice().id(),
                        paid.amount().cents(),
                        is.attempt().provider().value(),
                        paid.providerPaymentId()))
                .then(returns.refunded(is.attempt(), paid.providerPaymentId(), paid.returned()));
    }

    private Mono<Void> declined(Situation is, Declined declined, Occasion occasion) {
        boolean automatic = is.attempt().kind() == Attempt.Kind.AUTOMATIC;
        boolean failed = automatic && occasion != Occasion.CLOSING && !declined.notOwed() && !declined.notReceived();
        AttemptStatus status = failed ? AttemptStatus.DECLINED : AttemptStatus.CLOSED;
        return attempts.failed(is.attempt().id(), status, declined.code(), is.now())
                .then(failed ? failure.follow(is, declined) : automatic ? goOn(is, declined, occasion) : Mono.empty());
    }

    private Mono<Void> goOn(Situation is, Declined declined, Occasion occasion) {
        if (!declined.notReceived()) {
            return failure.goOn(is);
        }
        news.notReceived(is);
        return occasion == Occasion.VISIT ? failure.goOn(is) : failure.askAnew(is);
    }

    private Mono<Void> waiting(Situation is, ActionRequired page) {
        Instant over = is.attempt().pageEnd(page.expiresAt()).plus(AFTER_EXPIRY);
        if (is.attempt().status() == AttemptStatus.WAITING) {
            Instant next = is.now().isBefore(over) ? over : is.now().plus(STILL_WAITING);
            return attempts.lookAgain(is.attempt().id(), next);
        }
        return attempts.waiting(is.attempt().id(), page, over).then(news.waiting(is));
    }

    private Mono<Void> unknown(Situation is, Unknown unknown, Occasion occasion) {
        if (is.attempt().status() == AttemptStatus.WAITING) {
            return attempts.lookAgain(is.attempt().id(), is.now().plus(STILL_WAITING));
        }
        int polls = is.attempt().polls() + (occasion == Occasion.CALL ? 0 : 1);
        boolean unresolved = properties.unresolved(polls)
                && !properties.unresolved(is.attempt().polls());
        return attempts.unknown(is.attempt().id(), unknown.reason(), polls, properties.nextPoll(polls, is.now()))
                .then(unresolved ? news.unresolved(is) : Mono.empty());
    }
}
