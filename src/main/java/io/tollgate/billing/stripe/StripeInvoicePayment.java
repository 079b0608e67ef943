package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.stripe.model.InvoicePayment;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One payment of an invoice: the only way from an invoice to its payment intent and back, since neither names the other.
 *
 * @param status {@code open}, {@code paid} or {@code canceled}
 * @param amountPaid minor units, 0 while nothing was paid
 * @param currency ISO 4217, upper case
 */
public record StripeInvoicePayment(
        String id,
        String invoiceId,
        String status,
        long amountPaid,
        String currency,
        @Nullable String paymentIntentId,
        @Nullable String chargeId,
        @Nullable Instant paidAt) {

    static StripeInvoicePayment from(JsonObject json) {
        InvoicePayment payment = StripeJson.read(json, InvoicePayment.class);
        Optional<InvoicePayment.Payment> means = Optional.ofNullable(payment.getPayment());
        return new StripeInvoicePayment(
                payment.getId(),
                payment.getInvoice(),
                payment.getStatus(),
                payment.getAmountPaid() == null ? 0 : payment.getAmountPaid(),
                payment.getCurrency().toUpperCase(Locale.ROOT),
                means.map(InvoicePayment.Payment::getPaymentIntent).orElse(null),
                means.map(InvoicePayment.Payment::getCharge).orElse(null),
                payment.getStatusTransitions() == null
                        ? null
                        : StripeTime.orNull(payment.getStatusTransitions().getPaidAt()));
    }
}
