package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;

/** What came of subscribing. */
sealed interface SubscribeResult {

    /** The user has to pay first. */
    record PayAt(String url) implements SubscribeResult {}

    /** There was nothing to pay. */
    record Active(Subscription subscription, Plan plan) implements SubscribeResult {}
}
