package io.tollgate.billing.stripe;

import com.stripe.param.InvoiceItemCreateParams;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line for an invoice.
 *
 * @param invoiceId the draft it belongs on; null for the subscription's next one
 * @param amount minor units; below zero for a credit
 * @param currency ISO 4217
 */
public record NewStripeInvoiceItem(
        String customerId,
        String subscriptionId,
        @Nullable String invoiceId,
        long amount,
        String currency,
        String description,
        Instant periodStart,
        Instant periodEnd) {

    InvoiceItemCreateParams params() {
        InvoiceItemCreateParams.Builder params = InvoiceItemCreateParams.builder()
                .setCustomer(customerId)
                .setAmount(amount)
                .setCurrency(currency.toLowerCase(Locale.ROOT))
                .setDescription(description)
                .setPeriod(InvoiceItemCreateParams.Period.builder()
                        .setStart(periodStart.getEpochSecond())
                        .setEnd(periodEnd.getEpochSecond())
                        .build());
        return (invoiceId == null ? params.setSubscription(subscriptionId) : params.setInvoice(invoiceId)).build();
    }
}
