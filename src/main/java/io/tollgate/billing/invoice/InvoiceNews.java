package io.tollgate.billing.invoice;

import java.util.List;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tells all who listen, one after the other. They may themselves need what tells them, so they are looked up when there is news. */
@Component
class InvoiceNews {

    private final ObjectProvider<InvoiceListener> listeners;

    InvoiceNews(ObjectProvider<InvoiceListener> listeners) {
        this.listeners = listeners;
    }

    /** All that were issued together. */
    Mono<Void> issued(List<Invoice> invoices) {
        return tell(listener -> listener.finalized(invoices))
                .thenMany(Flux.fromIterable(invoices))
                .filter(invoice -> invoice.status() == InvoiceStatus.PAID)
                .concatMap(this::paid)
                .then();
    }

    Mono<Void> paid(Invoice invoice) {
        return tell(listener -> listener.paid(invoice));
    }

    Mono<Void> paidInPart(Invoice invoice) {
        return tell(listener -> listener.paidInPart(invoice));
    }

    Mono<Void> lost(Invoice invoice, long amount) {
        return tell(listener -> listener.lost(invoice, amount));
    }

    Mono<Void> notRefunded(Invoice invoice, CreditNote note) {
        return tell(listener -> listener.notRefunded(invoice, note));
    }

    Mono<Void> voided(Invoice invoice) {
        return tell(listener -> listener.voided(invoice));
    }

    Mono<Void> uncollectible(Invoice invoice) {
        return tell(listener -> listener.uncollectible(invoice));
    }

    Mono<Void> credited(Invoice invoice, CreditNote note) {
        return tell(listener -> listener.credited(invoice, note));
    }

    private Mono<Void> tell(Function<InvoiceListener, Mono<Void>> news) {
        return Flux.fromStream(listeners::orderedStream).concatMap(news).then();
    }
}
