package io.tollgate.billing.invoice;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes invoices of drafts, and finds them. */
@Component
public class Invoices {

    /**
     * Issues an invoice within the caller's transaction: it is open, or paid at once where nothing is to be collected. Empty when
     * there is one of the same subscription, kind and start of period, whoever was first.
     */
    public Mono<Invoice> issue(InvoiceDraft draft) {
        return issue(List.of(draft)).singleOrEmpty();
    }

    /**
     * Many at once: one statement for each step, whatever their number. Those that exist already are left out.
     *
     * @param drafts at most 256; call it once per transaction, so that two runs cannot wait for each other
     */
    public Flux<Invoice> issue(List<InvoiceDraft> drafts) {
        return Flux.error(() -> new UnsupportedOperationException("Nothing is issued yet"));
    }

    /** The very document that {@link #issue} would make now, not written: its status is draft and it has no number. */
    public Mono<InvoiceDocument> preview(InvoiceDraft draft) {
        return Mono.error(() -> new UnsupportedOperationException("Nothing is issued yet"));
    }

    public Mono<Invoice> find(UUID id) {
        return Mono.error(() -> new UnsupportedOperationException("Nothing is issued yet"));
    }

    public Mono<InvoiceDocument> document(UUID id) {
        return Mono.error(() -> new UnsupportedOperationException("Nothing is issued yet"));
    }

    /** Keeps everybody else from all money of its customer until the transaction ends; reads it after that. */
    public Mono<Invoice> lock(UUID id) {
        return Mono.error(() -> new UnsupportedOperationException("Nothing is issued yet"));
    }
}
