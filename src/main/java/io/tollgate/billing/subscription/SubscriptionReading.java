package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeSubscription;

/**
 * A subscription as Stripe had it at one time.
 *
 * @param order taken before Stripe was asked: whatever changes after a reading is announced by an event, whose reading has a
 *     higher number, so the highest number knows the last state
 */
public record SubscriptionReading(long order, StripeSubscription subscription) {}
