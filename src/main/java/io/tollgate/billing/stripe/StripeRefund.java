package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.stripe.model.Refund;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Money given back, as Stripe has it.
 *
 * @param amount minor units
 * @param currency ISO 4217, upper case
 * @param status {@code pending}, {@code requires_action}, {@code succeeded}, {@code failed} or {@code canceled}: Stripe's word
 * @param failure why it failed, in Stripe's word
 */
public record StripeRefund(
        String id,
        @Nullable String chargeId,
        @Nullable String paymentIntentId,
        long amount,
        String currency,
        String status,
        @Nullable String reason,
        @Nullable String failure,
        Map<String, String> metadata,
        Instant createdAt) {

    static StripeRefund from(JsonObject json) {
        Refund refund = StripeJson.read(json, Refund.class);
        return new StripeRefund(
                refund.getId(),
                refund.getCharge(),
                refund.getPaymentIntent(),
                refund.getAmount(),
                refund.getCurrency().toUpperCase(Locale.ROOT),
                // Null on refunds from before Stripe had a status for them: those were done at once.
                refund.getStatus() == null ? "succeeded" : refund.getStatus(),
                refund.getReason(),
                refund.getFailureReason(),
                StripeMetadata.of(refund.getMetadata()),
                StripeTime.of(refund.getCreated()));
    }
}
