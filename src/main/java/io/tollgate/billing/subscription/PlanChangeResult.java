package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import org.jspecify.annotations.Nullable;

/** What came of a wish for another plan. */
sealed interface PlanChangeResult {

    /** It is changed. */
    record Changed(Subscription subscription, Plan plan) implements PlanChangeResult {}

    /** It changes when the paid period ends. */
    record Planned(Subscription subscription, Plan plan) implements PlanChangeResult {}

    /** It changes when the payer has confirmed or paid with another card. */
    record ConfirmAt(
            Subscription subscription, Plan plan, @Nullable String url) implements PlanChangeResult {}

    /** What costs nothing is left for what does on a checkout page. */
    record PayFirst(String url) implements PlanChangeResult {}
}
