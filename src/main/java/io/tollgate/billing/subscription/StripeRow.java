package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.stripe.StripeSubscription;
import io.tollgate.platform.time.Ids;
import io.tollgate.user.User;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes our row of what Stripe says. Says nothing about the user's other subscriptions. */
@Component
class StripeRow {

    private static final Set<StripeSubscription.Status> RUNNING =
            EnumSet.of(StripeSubscription.Status.ACTIVE, StripeSubscription.Status.PAST_DUE);

    private final Ids ids;

    StripeRow(Ids ids) {
        this.ids = ids;
    }

    /** Empty for a status that did not exist when this was written: it is shown neither as access nor as its end. */
    Optional<Subscription> of(SubscriptionReading reading, User user, Plan plan, @Nullable Subscription before) {
        return of(reading, user.id(), plan.version().id(), before);
    }

    Optional<Subscription> of(
            SubscriptionReading reading, UUID userId, UUID planVersionId, @Nullable Subscription before) {
        StripeSubscription stripe = reading.subscription();
        return status(reading, before)
                .map(status -> new Subscription(
                        before == null ? ids.next() : before.id(),
                        userId,
                        planVersionId,
                        Provider.STRIPE,
                        stripe.id(),
                        stripe.customerId(),
                        status,
                        stripe.createdAt(),
                        stripe.currentPeriodStart(),
                        status == SubscriptionStatus.CANCELED
                                ? endOfAccess(stripe.currentPeriodEnd(), stripe.endedAt())
                                : stripe.currentPeriodEnd(),
                        stripe.trialEnd(),
                        stripe.cancelAtPeriodEnd(),
                        stripe.canceledAt(),
                        stripe.endedAt(),
                        before == null ? null : before.duplicateOf(),
                        before == null ? null : before.replacedBy(),
                        reading.order(),
                        false));
    }

    /** Cancelled at once, Stripe leaves the period's end where it was; but access ended then. */
    private static @Nullable Instant endOfAccess(@Nullable Instant periodEnd, @Nullable Instant endedAt) {
        return endedAt != null && (periodEnd == null || endedAt.isBefore(periodEnd)) ? endedAt : periodEnd;
    }

    private static Optional<SubscriptionStatus> status(SubscriptionReading reading, @Nullable Subscription before) {
        boolean begins = before == null || before.status() == SubscriptionStatus.INCOMPLETE;
        return reading.moneyUnderWay() && begins
                ? Optional.of(SubscriptionStatus.INCOMPLETE)
                : status(reading.subscription());
    }

    private static Optional<SubscriptionStatus> status(StripeSubscription stripe) {
        return PaidUntil.hasPassed(stripe) && RUNNING.contains(stripe.status())
                ? Optional.of(SubscriptionStatus.PAUSED)
                : asSaid(stripe);
    }

    private static Optional<SubscriptionStatus> asSaid(StripeSubscription stripe) {
        return switch (stripe.status()) {
            case INCOMPLETE -> Optional.of(SubscriptionStatus.INCOMPLETE);
            case INCOMPLETE_EXPIRED -> Optional.of(SubscriptionStatus.INCOMPLETE_EXPIRED);
            case TRIALING -> Optional.of(SubscriptionStatus.TRIALING);
            case ACTIVE -> Optional.of(SubscriptionStatus.ACTIVE);
            case PAST_DUE -> Optional.of(SubscriptionStatus.PAST_DUE);
            case UNPAID -> Optional.of(SubscriptionStatus.UNPAID);
            case PAUSED -> Optional.of(SubscriptionStatus.PAUSED);
            case CANCELED -> Optional.of(SubscriptionStatus.CANCELED);
            case UNKNOWN -> Optional.empty();
        };
    }
}
