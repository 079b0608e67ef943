package io.tollgate.billing.stripe;

import com.stripe.param.SubscriptionUpdateParams;
import com.stripe.param.common.EmptyParam;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether money is collected for a subscription ({@code pause_collection}). While it is not, Stripe goes on making invoices and
 * voids each.
 *
 * @param paidUntil with a pause: the end of what was paid before it, noted on the subscription; null to collect again
 * @param newPeriod when collecting again: a full period begins, and is charged, now; Stripe refuses if the card is refused
 */
public record StripeCollection(@Nullable Instant paidUntil, boolean newPeriod) {

    /** The note of ours on a paused subscription: epoch seconds. */
    public static final String PAID_UNTIL = "paid_until";

    public static StripeCollection paused(Instant paidUntil) {
        return new StripeCollection(paidUntil, false);
    }

    public static StripeCollection resumed(boolean newPeriod) {
        return new StripeCollection(null, newPeriod);
    }

    SubscriptionUpdateParams params() {
        SubscriptionUpdateParams.Builder params = SubscriptionUpdateParams.builder()
                .putMetadata(PAID_UNTIL, paidUntil == null ? "" : Long.toString(paidUntil.getEpochSecond()));
        if (paidUntil != null) {
            return params.setPauseCollection(SubscriptionUpdateParams.PauseCollection.builder()
                            .setBehavior(SubscriptionUpdateParams.PauseCollection.Behavior.VOID)
                            .build())
                    .build();
        }
        params.setPauseCollection(EmptyParam.EMPTY);
        return newPeriod ? charged(params) : params.build();
    }

    /** Without proration: the running period was not paid, so nothing of it is given back. */
    private static SubscriptionUpdateParams charged(SubscriptionUpdateParams.Builder params) {
        return params.setBillingCycleAnchor(SubscriptionUpdateParams.BillingCycleAnchor.NOW)
                .setProrationBehavior(SubscriptionUpdateParams.ProrationBehavior.NONE)
                .setPaymentBehavior(SubscriptionUpdateParams.PaymentBehavior.ERROR_IF_INCOMPLETE)
                .build();
    }
}
