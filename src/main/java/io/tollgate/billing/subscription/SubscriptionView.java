package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanView;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A subscription as its user sees it. */
record SubscriptionView(
        UUID id,
        String status,
        Instant startedAt,
        boolean cancelAtPeriodEnd,
        @Nullable Instant currentPeriodEnd,
        String provider,
        @Nullable String providerSubscriptionId,
        PlanView plan) {

    static SubscriptionView of(Subscription subscription, Plan plan) {
        return new SubscriptionView(
                subscription.id(),
                subscription.status().shown(),
                subscription.startedAt(),
                subscription.cancelAtPeriodEnd(),
                subscription.currentPeriodEnd(),
                subscription.provider().value(),
                subscription.providerSubscriptionId(),
                PlanView.of(plan));
    }
}
