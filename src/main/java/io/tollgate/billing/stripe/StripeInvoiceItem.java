package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.stripe.model.InvoiceItem;
import java.util.Map;

/** A line that we added to an invoice, as Stripe has it. */
public record StripeInvoiceItem(String id, Map<String, String> metadata) {

    static StripeInvoiceItem from(JsonObject json) {
        InvoiceItem item = StripeJson.read(json, InvoiceItem.class);
        return new StripeInvoiceItem(item.getId(), StripeMetadata.of(item.getMetadata()));
    }
}
