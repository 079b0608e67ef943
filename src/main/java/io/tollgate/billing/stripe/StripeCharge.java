package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.stripe.model.Charge;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try to take money, as Stripe has it.
 *
 * @param amount minor units
 * @param status {@code succeeded}, {@code pending} or {@code failed}: Stripe's word
 * @param failureCode such as {@code card_declined}; null when it did not fail
 * @param receiptUrl Stripe's page with the receipt; null for what failed
 */
public record StripeCharge(
        String id,
        @Nullable String paymentIntentId,
        long amount,
        String status,
        @Nullable String failureCode,
        @Nullable String receiptUrl,
        Instant createdAt) {

    public boolean succeeded() {
        return "succeeded".equals(status);
    }

    static StripeCharge from(JsonObject json) {
        Charge charge = StripeJson.read(json, Charge.class);
        return new StripeCharge(
                charge.getId(),
                charge.getPaymentIntent(),
                charge.getAmount() == null ? 0 : charge.getAmount(),
                charge.getStatus() == null ? "pending" : charge.getStatus(),
                charge.getFailureCode(),
                charge.getReceiptUrl(),
                StripeTime.of(charge.getCreated()));
    }
}
