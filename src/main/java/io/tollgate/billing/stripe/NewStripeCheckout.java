package io.tollgate.billing.stripe;

import com.stripe.param.checkout.SessionCreateParams;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checkout page for one subscription of one price.
 *
 * @param clientReferenceId our user
 * @param successUrl may contain {@code {CHECKOUT_SESSION_ID}}
 * @param metadata of the session and of the subscription alike: Stripe does not hand the session's on
 * @param trialDays null or 0 for no trial
 * @param expiresAt 30 minutes to 24 hours from now; null for 24 hours
 */
public record NewStripeCheckout(
        String customerId,
        String priceId,
        String clientReferenceId,
        String successUrl,
        String cancelUrl,
        Map<String, String> metadata,
        @Nullable Integer trialDays,
        @Nullable Instant expiresAt) {

    SessionCreateParams params() {
        return SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.SUBSCRIPTION)
                .setCustomer(customerId)
                .setClientReferenceId(clientReferenceId)
                .addLineItem(SessionCreateParams.LineItem.builder()
                        .setPrice(priceId)
                        .setQuantity(1L)
                        .build())
                .setSuccessUrl(successUrl)
                .setCancelUrl(cancelUrl)
                .setExpiresAt(expiresAt == null ? null : expiresAt.getEpochSecond())
                .putAllMetadata(StripeMetadata.checked(metadata))
                .setSubscriptionData(subscriptionData())
                .build();
    }

    private SessionCreateParams.SubscriptionData subscriptionData() {
        return SessionCreateParams.SubscriptionData.builder()
                .putAllMetadata(metadata)
                .setTrialPeriodDays(trialDays == null || trialDays == 0 ? null : trialDays.longValue())
                .build();
    }
}
