package io.tollgate.billing.collection;

import io.tollgate.billing.engine.CustomerClock;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoicePayments;
import io.tollgate.billing.invoice.InvoiceStatus;
import io.tollgate.billing.invoice.Invoices;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Notes money that has come by another way. A page that is open is closed first; a charge whose outcome is not known yet has to be
 * waited for, or the money might be taken twice. But not for ever.
 */
@Component
class MarkingPaid {

    /** For the rest, where only a part has come. */
    private static final Duration REST_AFTER = Duration.ofDays(1);

    /** One transfer may be for many invoices; what is far more than that is a slip of the keyboard. */
    private static final int MOST_TIMES = 100;

    private final Invoices invoices;
    private final InvoicePayments payments;
    private final CollectionRepository collections;
    private final AttemptRepository attempts;
    private final PageClosing closing;
    private final AttemptNews news;
    private final Gateways gateways;
    private final CollectionProperties properties;
    private final CustomerClock clocks;
    private final AuditLog audit;
    private final TransactionalOperator tx;
    private final Ids ids;
    private final Clock clock;

    MarkingPaid(
            Invoices invoices,
            InvoicePayments payments,
            CollectionRepository collections,
            AttemptRepository attempts,
            PageClosing closing,
            AttemptNews news,
            Gateways gateways,
            CollectionProperties properties,
            CustomerClock clocks,
            AuditLog audit,
            TransactionalOperator tx,
            Ids ids,
            Clock clock) {
        this.invoices = invoices;
        this.payments = payments;
        this.collections = collections;
        this.attempts = attempts;
        this.closing = closing;
        this.news = news;
        this.gateways = gateways;
        this.properties = properties;
        this.clocks = clocks;
        this.audit = audit;
        this.tx = tx;
        this.ids = ids;
        this.clock = clock;
    }

    /** @param entry who notes it and from where */
    Mono<MarkPaidResult> mark(UUID invoiceId, MarkPaidRequest wish, AuditEntry entry) {
        return attempts.open(invoiceId)
                .filter(open -> open.status() == AttemptStatus.WAITING)
                .flatMap(closing::close)
                .defaultIfEmpty(PageClosing.Fate.DECIDED)
                .flatMap(fate -> fate == PageClosing.Fate.UNKNOWN
                        ? Mono.just(new MarkPaidResult.InProgress())
                        : noted(invoiceId, wish, entry));
    }

    private Mono<MarkPaidResult> noted(UUID invoiceId, MarkPaidRequest wish, AuditEntry entry) {
        return invoices.lock(invoiceId)
                .flatMap(invoice -> attempts.open(invoiceId)
                        .filter(open -> open.unanswered() && !properties.unresolved(open.polls()))
                        .<MarkPaidResult>map(_ -> new MarkPaidResult.InProgress())
                        .switchIfEmpty(Mono.defer(() -> decide(invoice, wish, entry))))
                .defaultIfEmpty(new MarkPaidResult.NoInvoice())
                .as(tx::transactional);
    }

    private Mono<MarkPaidResult> decide(Invoice invoice, MarkPaidRequest wish, AuditEntry entry) {
        String paymentId = invoice.id() + ":" + wish.reference().strip();
        return attempts.paid(invoice.id())
                .collectList()
                .filter(paid -> paid.stream().anyMatch(known -> paymentId.equals(known.providerPaymentId())))
                .<MarkPaidResult>map(_ -> new MarkPaidResult.Marked(invoice))
                .switchIfEmpty(Mono.defer(() -> payable(invoice)
                        ? book(invoice, wish, paymentId, entry)
                        : Mono.just(new MarkPaidResult.NotOpen(invoice.status().value()))));
    }

    private static boolean payable(Invoice invoice) {
        return invoice.status() == InvoiceStatus.OPEN || invoice.status() == InvoiceStatus.UNCOLLECTIBLE;
    }

    private Mono<MarkPaidResult> book(Invoice invoice, MarkPaidRequest wish, String paymentId, AuditEntry entry) {
        long open = invoice.status() == InvoiceStatus.OPEN ? invoice.amountOpen() : invoice.writtenOff();
        long cents = Objects.requireNonNullElse(wish.amountCents(), open);
        if (Math.ceilDiv(cents, MOST_TIMES) > open) {
            return Mono.error(() -> ApiException.invalid(
                    "amount_cents", "Must not be more than " + MOST_TIMES + " times what is open"));
        }
        return attempts.open(invoice.id())
                // Nobody knows what became of it, and now somebody says so.
                .flatMap(lost -> attempts.failed(lost.id(), AttemptStatus.CLOSED, "noted_otherwise", clock.instant()))
                .then(collections.begin(invoice.id(), false))
                .zipWhen(_ -> clocks.now(invoice.userId()))
                .flatMap(at -> attempts.insert(attempt(invoice, cents, paymentId, at.getT1(), at.getT2())))
                .doOnNext(news::succeeded)
                .then(payments.record(invoice.id(), cents, Provider.MANUAL.value(), paymentId))
                .delayUntil(this::planRest)
                .delayUntil(_ -> audit.record(entry.on("invoice", invoice.id())
                        .with(Map.of(
                                "amount_cents", Long.toString(cents),
                                "currency", invoice.currency(),
                                "reference", wish.reference().strip()))))
                .map(MarkPaidResult.Marked::new);
    }

    private Mono<Void> planRest(Invoice invoice) {
        return collections
                .find(invoice.id())
                .filter(collection ->
                        collection.open() && gateways.of(collection.provider()).collects())
                .flatMap(collection -> clocks.now(collection.userId()))
                .flatMap(now -> collections.planIfNone(invoice.id(), now.plus(REST_AFTER)));
    }

    private Attempt attempt(Invoice invoice, long cents, String paymentId, int number, Instant now) {
        return new Attempt(
                ids.next(),
                invoice.id(),
                number,
                Attempt.Kind.NOTED,
                Provider.MANUAL,
                new Money(cents, invoice.currency()),
                AttemptStatus.PAID,
                null,
                null,
                null,
                paymentId,
                null,
                null,
                now,
                0,
                null,
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                now,
                now);
    }
}
