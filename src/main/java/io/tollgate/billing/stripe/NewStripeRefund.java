package io.tollgate.billing.stripe;

import com.stripe.param.RefundCreateParams;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to give back of a payment.
 *
 * @param amount minor units; null for all that is left
 * @param reason {@code duplicate}, {@code fraudulent} or {@code requested_by_customer}; null for none of them
 */
public record NewStripeRefund(
        String paymentIntentId,
        @Nullable Long amount,
        @Nullable String reason,
        Map<String, String> metadata) {

    RefundCreateParams params() {
        RefundCreateParams.Builder params = RefundCreateParams.builder()
                .setPaymentIntent(paymentIntentId)
                .putAllMetadata(StripeMetadata.checked(metadata));
        if (amount != null) {
            params.setAmount(amount);
        }
        return (reason == null ? params : params.setReason(reason(reason))).build();
    }

    private static RefundCreateParams.Reason reason(String word) {
        return switch (word) {
            case "duplicate" -> RefundCreateParams.Reason.DUPLICATE;
            case "fraudulent" -> RefundCreateParams.Reason.FRAUDULENT;
            case "requested_by_customer" -> RefundCreateParams.Reason.REQUESTED_BY_CUSTOMER;
            default -> throw new IllegalArgumentException("Stripe knows no such reason: " + word);
        };
    }
}
