package io.tollgate.billing.invoice;

import io.tollgate.billing.pricing.Credit;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Money of payments that has left again by itself: given back at the provider, or lost to the payer's bank. */
@Component
public class InvoiceReturns {

    private final Invoices invoices;
    private final InvoiceRepository repository;
    private final ReturnRepository returns;
    private final CreditNoteRepository notes;
    private final Balances balances;
    private final Numbers numbers;
    private final InvoiceProperties properties;
    private final InvoiceNews news;
    private final Ids ids;
    private final Clock clock;
    private final TransactionalOperator tx;

    InvoiceReturns(
            Invoices invoices,
            InvoiceRepository repository,
            ReturnRepository returns,
            CreditNoteRepository notes,
            Balances balances,
            Numbers numbers,
            InvoiceProperties properties,
            InvoiceNews news,
            Ids ids,
            Clock clock,
            TransactionalOperator tx) {
        this.invoices = invoices;
        this.repository = repository;
        this.returns = returns;
        this.notes = notes;
        this.balances = balances;
        this.numbers = numbers;
        this.properties = properties;
        this.news = news;
        this.ids = ids;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * Books one, within the caller's transaction or one of its own; the same one again changes nothing. An invoice that was paid
     * stays so: given back money is a credit note, lost money is written off, and a debit note may ask for it again.
     *
     * <p>Ends with an {@link IllegalStateException} when the payment is not booked: then it is to be told again.
     *
     * @return what is booked of it now, at most what is left of the payment; empty for nothing
     */
    public Mono<Long> book(UUID invoiceId, TakenBack taken) {
        return invoices.lock(invoiceId)
                .flatMap(invoice -> returns.standing(invoiceId, taken)
                        .switchIfEmpty(Mono.error(() -> new IllegalStateException("No payment that could go back")))
                        .filter(standing -> !standing.known() && standing.left() > 0)
                        .flatMap(standing -> write(invoice, taken, standing)))
                .as(tx::transactional);
    }

    /** What is booked as given back of a payment, in minor units. */
    public Mono<Long> refunded(String provider, String providerPaymentId) {
        return returns.refunded(provider, providerPaymentId);
    }

    /** The bank has sent back what went back by a note: the account gets it. The caller sees to it that this is booked once. */
    public Mono<Void> cameBack(UUID noteId) {
        return notes.find(noteId)
                .flatMap(note -> invoices.lock(note.invoiceId())
                        .delayUntil(_ -> balances.book(List.of(balances.booking(
                                        note.userId(),
                                        "credit",
                                        note.refundAmount(),
                                        note.currency(),
                                        "credit_note",
                                        note.invoiceId())
                                .of(note.id()))))
                        .flatMap(invoice -> news.notRefunded(invoice, note)))
                .as(tx::transactional);
    }

    private Mono<Long> write(Invoice invoice, TakenBack taken, ReturnRepository.Standing standing) {
        ReturnSplit split = ReturnSplit.of(taken, invoice, standing);
        Mono<Invoice> booked = split.credited() == 0
                ? returns.insert(invoice.id(), taken, split, null).thenReturn(invoice)
                : numbers.take(properties.creditNotePrefix(), 1)
                        .map(sequence -> note(invoice, taken, split.credited(), sequence))
                        .flatMap(note -> write(invoice, note)
                                .delayUntil(_ -> returns.insert(invoice.id(), taken, split, note.id())));
        return booked.delayUntil(_ -> balances.book(List.of(balances.booking(
                        invoice.userId(),
                        "credit",
                        -split.fromCredit(),
                        invoice.currency(),
                        "overpayment",
                        invoice.id()))))
                .delayUntil(now ->
                        split.writtenOff() == 0 ? Mono.empty() : news.lost(now, standing.lost() + split.writtenOff()))
                .thenReturn(split.amount());
    }

    private Mono<Invoice> write(Invoice invoice, CreditNote note) {
        return notes.insert(note)
                .then(repository.update(
                        invoice.id(), invoice.state().credited(note, invoice.amountDue(), note.issuedAt())))
                .delayUntil(credited -> news.credited(credited, note));
    }

    /** The money has gone, so the note has nothing to wait for. */
    private CreditNote note(Invoice invoice, TakenBack taken, long amount, long sequence) {
        Credit credit = ReturnSplit.of(invoice).creditGross(amount);
        String series = properties.creditNotePrefix();
        return new CreditNote(
                ids.next(),
                series,
                sequence,
                Numbers.text(series, sequence),
                invoice.id(),
                invoice.userId(),
                null,
                invoice.currency(),
                "Refund",
                credit.net(),
                credit.tax(),
                credit.total(),
                0,
                0,
                amount,
                null,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                CreditNote.RefundStatus.SUCCEEDED,
                taken.reference());
    }
}
