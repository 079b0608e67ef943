package io.tollgate.billing.invoice;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes invoices of drafts, and finds them. */
@Component
public class Invoices {

    private final Issuing issuing;
    private final InvoiceRepository repository;
    private final BillingAccounts accounts;
    private final HeldCoupons coupons;
    private final Drafting drafting;

    Invoices(
            Issuing issuing,
            InvoiceRepository repository,
            BillingAccounts accounts,
            HeldCoupons coupons,
            Drafting drafting) {
        this.issuing = issuing;
        this.repository = repository;
        this.accounts = accounts;
        this.coupons = coupons;
        this.drafting = drafting;
    }

    /**
     * Issues an invoice, within the caller's transaction or one of its own: it is open, or paid at once where nothing is to be
     * collected. Empty when there is one of the same subscription, kind and start of period, whoever was first, and when there is
     * no fee.
     *
     * <p>Ends with {@code plan_currency_differs} when the account is billed in another currency, with an
     * {@link ArithmeticException} when anything comes to 2^63 or more.
     */
    public Mono<Invoice> issue(InvoiceDraft draft) {
        return issue(List.of(draft)).singleOrEmpty();
    }

    /**
     * Many at once: one statement for each step, whatever their number. Those that exist already are left out; one that cannot be
     * reckoned fails them all.
     *
     * @param drafts at most 200; once in a transaction, so that two runs cannot wait for each other
     */
    public Flux<Invoice> issue(List<InvoiceDraft> drafts) {
        return issuing.issue(drafts).flatMapIterable(issued -> issued);
    }

    /**
     * Many at once, as {@link #issue(List)}, and what belongs to them.
     *
     * @param before writes what belongs to them, in the same transaction, given the documents without their numbers: the series is
     *     locked only after that, so that other transactions can do as much at the same time
     * @return what {@code before} gave
     */
    public <R> Mono<R> issue(List<InvoiceDraft> drafts, Function<List<InvoiceDocument>, Mono<R>> before) {
        return issuing.issue(drafts, before);
    }

    /** The very document that {@link #issue} would make now, not written: its status is draft and it has no number. */
    public Mono<InvoiceDocument> preview(InvoiceDraft draft) {
        return Mono.zip(accounts.of(draft.userId()), coupons.of(List.of(draft.userId())))
                .map(both -> drafting.document(
                        draft, both.getT1(), both.getT2().getOrDefault(draft.userId(), List.of()), null));
    }

    /** Empty when there is none. */
    public Mono<Invoice> find(UUID id) {
        return repository.find(id);
    }

    /** Those of them that there are; at most 200. */
    public Flux<Invoice> findAll(List<UUID> ids) {
        return repository.findAll(ids);
    }

    /** With its lines; empty when there is none. */
    public Mono<InvoiceDocument> document(UUID id) {
        return repository
                .find(id)
                .flatMap(invoice -> repository.lines(id).map(lines -> new InvoiceDocument(invoice, lines)));
    }

    /**
     * Keeps everybody else from all money of these customers until the transaction ends. Whoever comes to several in a transaction
     * says all of them at once, before anything else here.
     */
    public Mono<Void> lockMoney(Collection<UUID> userIds) {
        return accounts.lock(userIds).then();
    }

    /**
     * Keeps everybody else from all money of its customer until the transaction ends, and reads it after that. Empty when there is
     * none.
     */
    public Mono<Invoice> lock(UUID id) {
        return repository
                .find(id)
                .flatMap(invoice -> accounts.lock(invoice.userId()))
                .flatMap(_ -> repository.find(id));
    }
}
