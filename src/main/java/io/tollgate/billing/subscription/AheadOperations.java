package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.stripe.StripeSubscription;
import io.tollgate.user.User;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Notices, whenever a subscription has been read, what became of that which was to come: the payer paid or did not, the period
 * ended, somebody undid it at Stripe. A planned free plan begins when the paid one has ended.
 */
@Component
class AheadOperations {

    private final OperationRepository operations;
    private final PlanRepository plans;
    private final FreeSubscriptions free;
    private final SubscriptionRepository subscriptions;
    private final Costs costs;

    AheadOperations(
            OperationRepository operations,
            PlanRepository plans,
            FreeSubscriptions free,
            SubscriptionRepository subscriptions,
            Costs costs) {
        this.operations = operations;
        this.plans = plans;
        this.free = free;
        this.subscriptions = subscriptions;
        this.costs = costs;
    }

    /**
     * To be called in the transaction that has written the reading.
     *
     * @return the row as it is then
     */
    Mono<Subscription> follow(StripeSubscription there, Subscription now, User user) {
        return operations
                .ahead(now.id())
                .delayUntil(ahead -> follow(ahead, there, now, user))
                .flatMap(_ -> subscriptions.findById(now.id()))
                .defaultIfEmpty(now);
    }

    private Mono<Void> follow(Operation ahead, StripeSubscription there, Subscription now, User user) {
        if (ahead.kind() == Operation.Kind.PAUSE) {
            return now.status().over()
                    ? end(ahead, Operation.Status.DROPPED, "ended")
                    : there.collectionPaused() ? Mono.empty() : end(ahead, Operation.Status.DROPPED, "resumed");
        }
        return plans.findByVersion(Objects.requireNonNull(ahead.planVersionId()))
                .flatMap(plan -> plan.price().free()
                        ? followToFree(ahead, there, now, user, plan)
                        : followToPrice(ahead, there, now, plan));
    }

    private Mono<Void> followToPrice(Operation ahead, StripeSubscription there, Subscription now, Plan plan) {
        if (now.status().over()) {
            return end(ahead, Operation.Status.DROPPED, "ended");
        }
        if (now.planVersionId().equals(plan.version().id())) {
            return end(ahead, Operation.Status.DONE, null);
        }
        boolean still =
                ahead.kind() == Operation.Kind.CHANGE ? there.pendingUpdate() != null : there.scheduleId() != null;
        return still ? Mono.empty() : end(ahead, Operation.Status.DROPPED, "gone");
    }

    private Mono<Void> followToFree(Operation ahead, StripeSubscription there, Subscription now, User user, Plan plan) {
        if (now.status().over()) {
            return user.erased() ? end(ahead, Operation.Status.DROPPED, "erased") : followedBy(ahead, now, user, plan);
        }
        return there.cancelAtPeriodEnd() ? Mono.empty() : end(ahead, Operation.Status.DROPPED, "gone");
    }

    /** Usage alone could be planned once; what is used of it nobody would bill. */
    private Mono<Void> followedBy(Operation ahead, Subscription ended, User user, Plan plan) {
        return costs.nothing(plan)
                .flatMap(nothing -> nothing
                        ? end(ahead, Operation.Status.DONE, null).then(free.follow(ended, user, plan))
                        : end(ahead, Operation.Status.DROPPED, "not_sold"));
    }

    private Mono<Void> end(Operation ahead, Operation.Status status, @Nullable String reason) {
        return operations.settle(ahead.id(), status, reason, null).then();
    }
}
