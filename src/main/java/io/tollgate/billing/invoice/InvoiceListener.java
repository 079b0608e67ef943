package io.tollgate.billing.invoice;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Hears what becomes of invoices, inside the transaction in which it does: what it does is done with it or not at all. Only after
 * the commit is it so, so nothing outside the database may be told from here but by the outbox.
 */
public interface InvoiceListener {

    /** It has a number. It may be paid already: then {@link #paid} follows. */
    default Mono<Void> finalized(Invoice invoice) {
        return Mono.empty();
    }

    /** Many that were issued together: for those who can hear of them at the cost of one. */
    default Mono<Void> finalized(List<Invoice> invoices) {
        return Flux.fromIterable(invoices).concatMap(this::finalized).then();
    }

    default Mono<Void> paid(Invoice invoice) {
        return Mono.empty();
    }

    /** Less is open than before. */
    default Mono<Void> paidInPart(Invoice invoice) {
        return Mono.empty();
    }

    /**
     * Money that it was paid with has left again and is written off; its status stays.
     *
     * @param amount all that was lost of it so far, in minor units
     */
    default Mono<Void> lost(Invoice invoice, long amount) {
        return Mono.empty();
    }

    /** What the note gave back could not go; the account has it. */
    default Mono<Void> notRefunded(Invoice invoice, CreditNote note) {
        return Mono.empty();
    }

    default Mono<Void> voided(Invoice invoice) {
        return Mono.empty();
    }

    default Mono<Void> uncollectible(Invoice invoice) {
        return Mono.empty();
    }

    /** {@link #paid} follows when nothing is left to pay. */
    default Mono<Void> credited(Invoice invoice, CreditNote note) {
        return Mono.empty();
    }
}
