package io.tollgate.billing.stripe;

import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.SubscriptionData;
import com.stripe.param.checkout.SessionCreateParams.SubscriptionData.TrialSettings;
import com.stripe.param.checkout.SessionCreateParams.SubscriptionData.TrialSettings.EndBehavior;
import com.stripe.param.checkout.SessionCreateParams.SubscriptionData.TrialSettings.EndBehavior.MissingPaymentMethod;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checkout page for one subscription of one price.
 *
 * @param clientReferenceId our user
 * @param successUrl may contain {@code {CHECKOUT_SESSION_ID}}
 * @param metadata of the session and of the subscription alike: Stripe does not hand the session's on
 * @param trial null for none
 * @param expiresAt 30 minutes to 24 hours from now; null for 24 hours
 */
public record NewStripeCheckout(
        String customerId,
        String priceId,
        String clientReferenceId,
        String successUrl,
        String cancelUrl,
        Map<String, String> metadata,
        @Nullable StripeTrial trial,
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
                .setPaymentMethodCollection(
                        trial == null || trial.cardRequired()
                                ? null
                                : SessionCreateParams.PaymentMethodCollection.IF_REQUIRED)
                .setSubscriptionData(subscriptionData())
                .build();
    }

    private SubscriptionData subscriptionData() {
        SubscriptionData.Builder data = SubscriptionData.builder().putAllMetadata(metadata);
        if (trial != null) {
            data.setTrialPeriodDays((long) trial.days()).setTrialSettings(trialSettings(trial));
        }
        return data.build();
    }

    private static @Nullable TrialSettings trialSettings(StripeTrial trial) {
        if (trial.cardRequired()) {
            return null;
        }
        EndBehavior end = EndBehavior.builder()
                .setMissingPaymentMethod(
                        MissingPaymentMethod.valueOf(trial.withoutCard().name()))
                .build();
        return TrialSettings.builder().setEndBehavior(end).build();
    }
}
