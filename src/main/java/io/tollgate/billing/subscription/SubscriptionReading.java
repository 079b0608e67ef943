package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeSubscription;

/**
 * A subscription as Stripe had it at one time.
 *
 * @param order taken before Stripe was asked: whatever changes after a reading is announced by an event, whose reading has a
 *     higher number, so the highest number knows the last state
 * @param moneyUnderWay it was bought to take the place of another, Stripe calls it active, and its first invoice is not paid:
 *     a bank transfer takes days, and may fail
 */
public record SubscriptionReading(long order, StripeSubscription subscription, boolean moneyUnderWay) {

    public SubscriptionReading(long order, StripeSubscription subscription) {
        this(order, subscription, false);
    }
}
