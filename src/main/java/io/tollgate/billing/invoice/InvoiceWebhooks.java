package io.tollgate.billing.invoice;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
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

    /** @param amountLost what it was paid with and is written off: to disputes, as a rule */
    record Lost(@JsonUnwrapped InvoiceView invoice, long amountLost) {}

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
    public Mono<Void> paidInPart(Invoice invoice) {
        return tell(WebhookType.INVOICE_UPDATED, invoice);
    }

    @Override
    public Mono<Void> lost(Invoice invoice, long amount) {
        return webhooks.send(
                WebhookType.INVOICE_UPDATED, invoice.userId(), invoice.id(), new Lost(InvoiceView.of(invoice), amount));
    }

    /** With the note that it is about. */
    @Override
    public Mono<Void> notRefunded(Invoice invoice, CreditNote note) {
        return webhooks.send(
                WebhookType.INVOICE_UPDATED, invoice.userId(), invoice.id(), InvoiceView.of(invoice, note));
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
