package io.tollgate.billing.stripe;

import com.stripe.param.InvoiceItemCreateParams;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * A line for an invoice.
 *
 * @param invoiceId the draft it belongs on
 * @param amount minor units; below zero for a credit
 * @param currency ISO 4217
 * @param metadata by which it is found again
 */
public record NewStripeInvoiceItem(
        String customerId,
        String invoiceId,
        long amount,
        String currency,
        String description,
        Instant periodStart,
        Instant periodEnd,
        Map<String, String> metadata) {

    InvoiceItemCreateParams params() {
        return InvoiceItemCreateParams.builder()
                .setCustomer(customerId)
                .setInvoice(invoiceId)
                .setAmount(amount)
                .setCurrency(currency.toLowerCase(Locale.ROOT))
                .setDescription(description)
                .setPeriod(InvoiceItemCreateParams.Period.builder()
                        .setStart(periodStart.getEpochSecond())
                        .setEnd(periodEnd.getEpochSecond())
                        .build())
                .putAllMetadata(StripeMetadata.checked(metadata))
                .build();
    }
}
