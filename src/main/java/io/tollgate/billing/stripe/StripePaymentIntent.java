package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeError;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A payment of one amount, as Stripe has it.
 *
 * @param amount minor units
 * @param currency ISO 4217, upper case
 * @param failure why the last try failed, such as {@code insufficient_funds}; null when none has
 * @param paymentMethodId what it was paid with
 */
public record StripePaymentIntent(
        String id,
        Status status,
        long amount,
        String currency,
        @Nullable String customerId,
        @Nullable String paymentMethodId,
        @Nullable String latestChargeId,
        @Nullable String failure,
        Map<String, String> metadata) {

    public enum Status {
        SUCCEEDED,
        /** The bank has not answered. */
        PROCESSING,
        /** The payer must confirm. */
        REQUIRES_ACTION,
        /** Nothing was taken: another card is needed. */
        REQUIRES_PAYMENT_METHOD,
        REQUIRES_CONFIRMATION,
        REQUIRES_CAPTURE,
        CANCELED,
        /** One that did not exist when this was written. */
        UNKNOWN
    }

    static StripePaymentIntent from(JsonObject json) {
        PaymentIntent intent = StripeJson.read(json, PaymentIntent.class);
        return new StripePaymentIntent(
                intent.getId(),
                StripeWord.of(Status.class, intent.getStatus(), Status.UNKNOWN),
                intent.getAmount() == null ? 0 : intent.getAmount(),
                String.valueOf(intent.getCurrency()).toUpperCase(Locale.ROOT),
                intent.getCustomer(),
                intent.getPaymentMethod(),
                intent.getLatestCharge(),
                failure(intent.getLastPaymentError()),
                StripeMetadata.of(intent.getMetadata()));
    }

    private static @Nullable String failure(@Nullable StripeError error) {
        if (error == null) {
            return null;
        }
        return error.getDeclineCode() == null ? error.getCode() : error.getDeclineCode();
    }
}
