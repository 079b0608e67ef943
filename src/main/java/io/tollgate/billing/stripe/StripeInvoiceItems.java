package io.tollgate.billing.stripe;

import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lines that we add to Stripe's invoices. All calls fail with {@link StripeFailure} and nothing else. */
@Component
public class StripeInvoiceItems {

    private static final String PATH = "/v1/invoiceitems";

    private final StripeClient client;

    StripeInvoiceItems(StripeClient client) {
        this.client = client;
    }

    /**
     * Adds a line. {@code INVALID_REQUEST} when the invoice is no draft any more.
     *
     * @return its id
     */
    public Mono<String> create(IdempotencyKey key, NewStripeInvoiceItem item) {
        return client.call(
                StripeCall.post("invoice_items.create", PATH, key, item.params()),
                json -> json.get("id").getAsString());
    }
}
