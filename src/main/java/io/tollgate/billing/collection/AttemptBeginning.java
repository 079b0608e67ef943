package io.tollgate.billing.collection;

import io.tollgate.billing.engine.CustomerClock;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.Invoices;
import io.tollgate.billing.invoice.LeastCharges;
import io.tollgate.billing.plan.Money;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Writes an attempt down before anybody is asked for money. Under the lock on the customer's money there is one at a time that may
 * succeed, whoever else begins one.
 */
@Component
class AttemptBeginning {

    private final Invoices invoices;
    private final CollectionRepository collections;
    private final AttemptRepository attempts;
    private final CollectionProperties properties;
    private final LeastCharges least;
    private final TransactionalOperator tx;
    private final Ids ids;
    private final Clock clock;
    private final CustomerClock customers;

    AttemptBeginning(
            Invoices invoices,
            CollectionRepository collections,
            AttemptRepository attempts,
            CollectionProperties properties,
            LeastCharges least,
            TransactionalOperator tx,
            Ids ids,
            Clock clock,
            CustomerClock customers) {
        this.invoices = invoices;
        this.collections = collections;
        this.attempts = attempts;
        this.properties = properties;
        this.least = least;
        this.tx = tx;
        this.ids = ids;
        this.clock = clock;
        this.customers = customers;
    }

    /**
     * The attempt that was planned for this time or before. Empty when there is none, or somebody else has begun it, or what is left of
     * the invoice is less than can be charged.
     */
    Mono<Attempt> planned(UUID invoiceId, Instant now) {
        return invoices.lock(invoiceId)
                .filter(invoice -> invoice.amountOpen() > 0)
                .flatMap(invoice -> collections
                        .lock(invoiceId)
                        .filter(collection -> collection.due(now))
                        .filterWhen(_ -> attempts.open(invoiceId).hasElement().map(open -> !open))
                        .filterWhen(collection -> chargeable(invoice, collection))
                        .flatMap(collection ->
                                begin(invoice, collection, Attempt.Kind.AUTOMATIC, collection.nextAttemptAt(), now)))
                .as(tx::transactional);
    }

    /** A rest only gets less: what cannot be charged now is not planned again. */
    private Mono<Boolean> chargeable(Invoice invoice, Collection collection) {
        long amount = invoice.amountChargeable();
        return amount > 0 && amount >= least.of(collection.provider().value(), invoice.currency())
                ? Mono.just(true)
                : collections.plan(invoice.id(), null).thenReturn(false);
    }

    /** One for the payer. Empty when there is nothing to charge, or another attempt may yet succeed. */
    Mono<Attempt> page(UUID invoiceId) {
        return invoices.lock(invoiceId)
                .filter(invoice -> invoice.amountChargeable() > 0)
                .flatMap(invoice -> collections
                        .lock(invoiceId)
                        .filterWhen(_ -> attempts.open(invoiceId).hasElement().map(open -> !open))
                        .flatMap(collection -> customers
                                .now(invoice.userId())
                                .flatMap(now -> begin(invoice, collection, Attempt.Kind.PAGE, now, now))))
                .as(tx::transactional);
    }

    private Mono<Attempt> begin(
            Invoice invoice, Collection collection, Attempt.Kind kind, @Nullable Instant plannedAt, Instant now) {
        return collections
                .begin(invoice.id(), kind == Attempt.Kind.AUTOMATIC)
                .map(number ->
                        fresh(invoice, collection, kind, Objects.requireNonNullElse(plannedAt, now), now, number))
                .flatMap(attempts::insert);
    }

    private Attempt fresh(
            Invoice invoice, Collection collection, Attempt.Kind kind, Instant plannedAt, Instant now, int number) {
        return new Attempt(
                ids.next(),
                invoice.id(),
                number,
                kind,
                collection.provider(),
                new Money(invoice.amountChargeable(), invoice.currency()),
                AttemptStatus.CALLING,
                null,
                null,
                null,
                null,
                null,
                null,
                plannedAt,
                0,
                properties.nextPoll(0, now),
                // Providers count in seconds.
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                now,
                null);
    }
}
