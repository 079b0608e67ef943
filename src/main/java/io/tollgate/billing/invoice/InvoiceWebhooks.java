package io.tollgate.billing.invoice;

import io.tollgate.billing.webhook.WebhookNews;
import io.tollgate.billing.webhook.WebhookType;
import io.tollgate.billing.webhook.Webhooks;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells the product's own systems what becomes of invoices. */
@Component
class InvoiceWebhooks implements InvoiceListener {

    private final Webhooks webhooks;

    InvoiceWebhooks(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public Mono<Void> finalized(List<Invoice> invoices) {
        return webhooks.sendAll(invoices.stream()
                .map(invoice -> new WebhookNews(
                        WebhookType.INVOICE_FINALIZED, invoice.userId(), invoice.id(), InvoiceView.of(invoice)))
                .toList());
    }

    @Override
    public Mono<Void> paid(Invoice invoice) {
        return tell(WebhookType.INVOICE_PAID, invoice);
    }

    @Override
    public Mono<Void> voided(Invoice invoice) {
        return tell(WebhookType.INVOICE_VOIDED, invoice);
    }

    @Override
    public Mono<Void> uncollectible(Invoice invoice) {
        return tell(WebhookType.INVOICE_UNCOLLECTIBLE, invoice);
    }

    /** With the note that did it. */
    @Override
    public Mono<Void> credited(Invoice invoice, CreditNote note) {
        return webhooks.send(
                WebhookType.INVOICE_CREDITED, invoice.userId(), invoice.id(), InvoiceView.of(invoice, note));
    }

    private Mono<Void> tell(WebhookType type, Invoice invoice) {
        return webhooks.send(type, invoice.userId(), invoice.id(), InvoiceView.of(invoice));
    }
}
