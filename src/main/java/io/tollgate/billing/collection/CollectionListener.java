package io.tollgate.billing.collection;

import io.tollgate.billing.engine.CustomerClock;
import io.tollgate.billing.invoice.CreditNote;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceListener;
import io.tollgate.billing.invoice.InvoiceStatus;
import io.tollgate.billing.payment.CollectedPayments;
import io.tollgate.billing.payment.CollectedPayments.Arrived;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.platform.jobs.Outbox;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Begins to collect with an invoice's first day, and ends when nobody owes it any more, however that came. */
@Component
class CollectionListener implements InvoiceListener {

    private final CollectionRows rows;
    private final BeginPromise begin;
    private final CollectionRepository collections;
    private final AttemptRepository attempts;
    private final CollectedPayments payments;
    private final CollectionMails mails;
    private final Overdue overdue;
    private final CustomerClock clocks;
    private final Outbox outbox;

    CollectionListener(
            CollectionRows rows,
            BeginPromise begin,
            CollectionRepository collections,
            AttemptRepository attempts,
            CollectedPayments payments,
            CollectionMails mails,
            Overdue overdue,
            CustomerClock clocks,
            Outbox outbox) {
        this.rows = rows;
        this.begin = begin;
        this.collections = collections;
        this.attempts = attempts;
        this.payments = payments;
        this.mails = mails;
        this.overdue = overdue;
        this.clocks = clocks;
        this.outbox = outbox;
    }

    @Override
    public Mono<Void> finalized(Invoice invoice) {
        return finalized(List.of(invoice));
    }

    @Override
    public Mono<Void> finalized(List<Invoice> invoices) {
        List<Invoice> open = invoices.stream()
                .filter(invoice -> invoice.status() == InvoiceStatus.OPEN)
                .toList();
        return rows.insert(open)
                .then(begin.promise(open.stream().map(Invoice::id).toList()));
    }

    @Override
    public Mono<Void> paid(Invoice invoice) {
        return collections
                .end(invoice.id(), "paid")
                .filter(ended -> ended)
                .flatMap(_ -> arrived(invoice).then(closePage(invoice)).then(ease(invoice)));
    }

    /** The rest may be too little to go after. */
    @Override
    public Mono<Void> paidInPart(Invoice invoice) {
        return ease(invoice);
    }

    @Override
    public Mono<Void> voided(Invoice invoice) {
        return dropped(invoice);
    }

    /** Given up by an administrator: nobody goes on asking for it. */
    @Override
    public Mono<Void> uncollectible(Invoice invoice) {
        return dropped(invoice);
    }

    @Override
    public Mono<Void> credited(Invoice invoice, CreditNote note) {
        // A page that is open asks for more than is owed now.
        return closePage(invoice)
                .then(invoice.status() == InvoiceStatus.OPEN ? ease(invoice) : Mono.empty())
                .then(note.refundStatus() == CreditNote.RefundStatus.PENDING ? refund(invoice, note) : Mono.empty());
    }

    private Mono<Void> refund(Invoice invoice, CreditNote note) {
        return outbox.enqueue(CreditNoteRefund.TYPE, invoice.id().toString(), CreditNoteRefund.Payload.of(note));
    }

    private Mono<Void> dropped(Invoice invoice) {
        return collections
                .end(invoice.id(), "dropped")
                .filter(ended -> ended)
                .flatMap(_ ->
                        payments.canceled(invoice.id()).then(closePage(invoice)).then(ease(invoice)));
    }

    private Mono<Void> arrived(Invoice invoice) {
        return invoice.amountPaid() == 0
                ? payments.canceled(invoice.id())
                : attempts.latestPaid(invoice.id())
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .flatMap(attempt ->
                                payments.arrived(AskedFor.of(invoice, invoice.amountPaid()), arrived(invoice, attempt)))
                        .then(mails.paid(invoice));
    }

    private static Arrived arrived(Invoice invoice, Optional<Attempt> attempt) {
        return new Arrived(
                attempt.map(Attempt::provider).orElseGet(() -> Provider.of(invoice.provider())),
                attempt.map(Attempt::providerPaymentId).orElse(null),
                new Money(invoice.amountPaid(), invoice.currency()),
                attempt.map(Attempt::receiptUrl).orElse(null),
                Objects.requireNonNullElse(invoice.paidAt(), invoice.issuedAt()));
    }

    /** A page that was opened before could still be paid on. */
    private Mono<Void> closePage(Invoice invoice) {
        return attempts.open(invoice.id())
                .filter(open -> open.status() == AttemptStatus.WAITING)
                .flatMap(open ->
                        outbox.enqueue(ClosePage.TYPE, invoice.id().toString(), new ClosePage.Payload(open.id())));
    }

    private Mono<Void> ease(Invoice invoice) {
        return clocks.now(invoice.userId()).flatMap(now -> overdue.ease(invoice.userId(), now));
    }
}
