package io.tollgate.billing.stripe;

import com.stripe.param.PaymentIntentCreateParams;
import java.util.Locale;
import java.util.Map;

/**
 * An amount to be taken from a saved card at once, without the payer.
 *
 * @param amount minor units
 * @param currency ISO 4217
 * @param description what Stripe's own receipts and lists show
 * @param metadata finds the payment again when no answer came
 */
public record NewStripePayment(
        String customerId,
        String paymentMethodId,
        long amount,
        String currency,
        String description,
        Map<String, String> metadata) {

    PaymentIntentCreateParams params() {
        return PaymentIntentCreateParams.builder()
                .setAmount(amount)
                .setCurrency(currency.toLowerCase(Locale.ROOT))
                .setCustomer(customerId)
                .setPaymentMethod(paymentMethodId)
                .addPaymentMethodType("card")
                .setOffSession(true)
                .setConfirm(true)
                .setDescription(description)
                .putAllMetadata(StripeMetadata.checked(metadata))
                .build();
    }
}
