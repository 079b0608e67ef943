package io.tollgate.billing.subscription;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanView;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as its user sees it.
 *
 * @param upcoming what is to come of it by itself; absent when nothing is
 */
public record SubscriptionView(
        UUID id,

        @Schema(allowableValues = {"active", "trialing", "past_due", "canceled", "pending"})
        String status,

        Instant startedAt,
        @Schema(example = "false") boolean cancelAtPeriodEnd,
        @Nullable Instant currentPeriodEnd,

        @Schema(allowableValues = {"stripe", "manual", "paymob"})
        String provider,

        @Schema(example = "sub_1SVxMn2eZvKYlo2C") @Nullable String providerSubscriptionId,
        PlanView plan,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UpcomingView upcoming) {

    static SubscriptionView of(Subscription subscription, Plan plan) {
        return of(subscription, plan, null);
    }

    static SubscriptionView of(Subscription subscription, Plan plan, @Nullable UpcomingView upcoming) {
        return new SubscriptionView(
                subscription.id(),
                subscription.status().shown(),
                subscription.startedAt(),
                subscription.cancelAtPeriodEnd(),
                subscription.currentPeriodEnd(),
                subscription.provider().value(),
                subscription.providerSubscriptionId(),
                PlanView.of(plan),
                upcoming);
    }
}
