package io.tollgate.billing.stripe;

import com.stripe.param.InvoiceItemListParams;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lines that we add to Stripe's invoices. All calls fail with {@link StripeFailure} and nothing else. */
@Component
public class StripeInvoiceItems {

    private static final String PATH = "/v1/invoiceitems";

    private final StripeClient client;

    StripeInvoiceItems(StripeClient client) {
        this.client = client;
    }

    /** Adds a line. {@code INVALID_REQUEST} when the invoice is no draft any more. */
    public Mono<StripeInvoiceItem> create(IdempotencyKey key, NewStripeInvoiceItem item) {
        return client.call(StripeCall.post("invoice_items.create", PATH, key, item.params()), StripeInvoiceItem::from);
    }

    /** Those on an invoice, ours and others', the newest first. */
    public Flux<StripeInvoiceItem> of(String invoiceId) {
        return client.list(
                next -> StripeCall.get("invoice_items.list", PATH, ofInvoice(invoiceId, next)),
                StripeInvoiceItem::from);
    }

    private static InvoiceItemListParams ofInvoice(String invoiceId, @Nullable String next) {
        return InvoiceItemListParams.builder()
                .setInvoice(invoiceId)
                .setLimit(StripeClient.PAGE)
                .setStartingAfter(next)
                .build();
    }
}
