package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.stripe.model.Dispute;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A payer's bank wants money back, as Stripe has it.
 *
 * @param amount minor units
 * @param currency ISO 4217, upper case
 * @param reason such as {@code fraudulent}: Stripe's word
 * @param status {@code needs_response}, {@code under_review}, {@code won}, {@code lost}, {@code warning_…}: Stripe's word
 */
public record StripeDispute(
        String id,
        @Nullable String chargeId,
        @Nullable String paymentIntentId,
        long amount,
        String currency,
        @Nullable String reason,
        String status,
        Instant createdAt) {

    static StripeDispute from(JsonObject json) {
        Dispute dispute = StripeJson.read(json, Dispute.class);
        return new StripeDispute(
                dispute.getId(),
                dispute.getCharge(),
                dispute.getPaymentIntent(),
                dispute.getAmount(),
                dispute.getCurrency().toUpperCase(Locale.ROOT),
                dispute.getReason(),
                dispute.getStatus(),
                StripeTime.of(dispute.getCreated()));
    }
}
