package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;

/** What came of subscribing. */
sealed interface SubscribeResult {

    /** The user has to pay first. */
    record PayAt(String url) implements SubscribeResult {}

    /** It runs: there was nothing to pay, or the invoice is on its way. */
    record Active(Subscription subscription, Plan plan) implements SubscribeResult {}
}
