package io.tollgate.billing.invoice;

import io.tollgate.billing.pricing.Credit;
import io.tollgate.billing.pricing.Creditable;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Credit notes: take something off an issued invoice, never more than is left of it. First what is still owed gets less; of what
 * was paid, the rest goes back to where it was paid from, or to the account's credit.
 */
@Component
public class CreditNotes {

    private final Invoices invoices;
    private final InvoiceRepository repository;
    private final CreditNoteRepository notes;
    private final ReturnRepository returns;
    private final Balances balances;
    private final Numbers numbers;
    private final InvoiceProperties properties;
    private final InvoiceNews news;
    private final Ids ids;
    private final Clock clock;
    private final TransactionalOperator tx;

    CreditNotes(
            Invoices invoices,
            InvoiceRepository repository,
            CreditNoteRepository notes,
            ReturnRepository returns,
            Balances balances,
            Numbers numbers,
            InvoiceProperties properties,
            InvoiceNews news,
            Ids ids,
            Clock clock,
            TransactionalOperator tx) {
        this.invoices = invoices;
        this.repository = repository;
        this.notes = notes;
        this.returns = returns;
        this.balances = balances;
        this.numbers = numbers;
        this.properties = properties;
        this.news = news;
        this.ids = ids;
        this.clock = clock;
        this.tx = tx;
    }

    /**
     * What is to be credited.
     *
     * @param line which line it corrects; null for the invoice as a whole
     * @param net before tax, in minor units; null for all that is left
     * @param refund whether what was paid goes back to where it came from, as far as it came by payments; else to the account
     */
    public record Wish(@Nullable Integer line, @Nullable Long net, String reason, boolean refund) {}

    /**
     * Issues one, within the caller's transaction or one of its own.
     *
     * @param actorId of the administrator; null for the engine
     */
    public Mono<CreditNoteResult> issue(UUID invoiceId, Wish wish, @Nullable UUID actorId) {
        return invoices.lock(invoiceId)
                .flatMap(invoice -> returns.lost(invoiceId)
                        // What the payer's bank has taken back cannot be given back too.
                        .flatMap(lost ->
                                creditable(invoice) && !lost ? within(invoice, wish, actorId) : notCreditable()))
                .defaultIfEmpty(new CreditNoteResult.NoInvoice())
                .as(tx::transactional);
    }

    /**
     * Keeps everybody else from the notes' numbers until the transaction ends. Notes are numbered before invoices: whoever may come
     * to a note after an invoice, in one transaction, does this before either, but holding the customer's money.
     */
    public Mono<Void> first() {
        return numbers.take(properties.creditNotePrefix(), 0).then();
    }

    private static boolean creditable(Invoice invoice) {
        return switch (invoice.status()) {
            case OPEN, PAID -> invoice.net() > invoice.creditedNet() && invoice.tax() >= 0;
            case DRAFT, VOID, UNCOLLECTIBLE -> false;
        };
    }

    private static Mono<CreditNoteResult> notCreditable() {
        return Mono.just(new CreditNoteResult.NotCreditable());
    }

    private Mono<CreditNoteResult> within(Invoice invoice, Wish wish, @Nullable UUID actorId) {
        long ofInvoice = invoice.net() - invoice.creditedNet();
        return wish.line() == null
                ? credit(invoice, ofInvoice, wish, actorId)
                : ofLine(invoice.id(), wish.line())
                        .flatMap(ofLine -> credit(invoice, Math.min(ofInvoice, ofLine), wish, actorId))
                        .defaultIfEmpty(new CreditNoteResult.NoSuchLine());
    }

    /** What is left of the line, before tax; empty when there is none. */
    private Mono<Long> ofLine(UUID invoiceId, int position) {
        return repository
                .line(invoiceId, position)
                .zipWhen(_ -> notes.creditedOf(invoiceId, position), (line, credited) -> line.net() - credited);
    }

    private Mono<CreditNoteResult> credit(Invoice invoice, long left, Wish wish, @Nullable UUID actorId) {
        long net = wish.net() == null ? left : wish.net();
        if (net < 1 || net > left) {
            return Mono.just(new CreditNoteResult.TooHigh(Math.max(left, 0)));
        }
        return numbers.take(properties.creditNotePrefix(), 1)
                .map(sequence -> note(invoice, net, wish, actorId, sequence))
                .flatMap(note -> write(invoice, note));
    }

    private CreditNote note(Invoice invoice, long net, Wish wish, @Nullable UUID actorId, long sequence) {
        Credit credit =
                new Creditable(invoice.net(), invoice.tax(), invoice.creditedNet(), invoice.creditedTax()).credit(net);
        NoteSplit split = NoteSplit.of(invoice, credit.total(), wish.refund());
        String series = properties.creditNotePrefix();
        return new CreditNote(
                ids.next(),
                series,
                sequence,
                Numbers.text(series, sequence),
                invoice.id(),
                invoice.userId(),
                wish.line(),
                invoice.currency(),
                wish.reason(),
                credit.net(),
                credit.tax(),
                credit.total(),
                split.offset(),
                split.balance(),
                split.refund(),
                actorId,
                now(),
                split.refund() > 0 ? CreditNote.RefundStatus.PENDING : null,
                null);
    }

    private Mono<CreditNoteResult> write(Invoice invoice, CreditNote note) {
        return notes.insert(note)
                .then(repository.update(invoice.id(), invoice.state().credited(note, invoice.amountDue(), now())))
                .delayUntil(_ -> balances.book(List.of(toAccount(note, note.balanceAmount()))))
                .delayUntil(credited -> news.credited(credited, note))
                .delayUntil(credited -> credited.status() == invoice.status() ? Mono.empty() : news.paid(credited))
                .map(credited -> new CreditNoteResult.Issued(note, credited));
    }

    private Balances.Booking toAccount(CreditNote note, long amount) {
        return balances.booking(note.userId(), "credit", amount, note.currency(), "credit_note", note.invoiceId())
                .of(note.id());
    }

    /** Notes whose money is still to go back, the oldest first. @param limit at most 200 */
    public Mono<List<CreditNote>> toRefund(int limit) {
        return notes.toRefund(limit).collectList();
    }

    /** The money has gone back. Empty when that, or the contrary, is known. */
    public Mono<CreditNote> refunded(UUID noteId, String providerRefundId) {
        return notes.settle(noteId, CreditNote.RefundStatus.SUCCEEDED, providerRefundId);
    }

    /** It cannot go back: the account is credited with it. Empty when that, or the contrary, is known. */
    public Mono<CreditNote> refundFailed(UUID noteId) {
        return notes.find(noteId)
                .flatMap(note -> invoices.lock(note.invoiceId()))
                .flatMap(invoice -> notes.settle(noteId, CreditNote.RefundStatus.FAILED, null)
                        .delayUntil(note -> repository
                                .update(invoice.id(), invoice.state().notRefunded(note.refundAmount()))
                                .flatMap(now -> news.notRefunded(now, note)))
                        .delayUntil(note -> balances.book(List.of(toAccount(note, note.refundAmount())))))
                .as(tx::transactional);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
