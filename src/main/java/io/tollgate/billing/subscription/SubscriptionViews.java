package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.plan.PlanView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Shows subscriptions together with their plan and with what is to come of them. */
@Component
public class SubscriptionViews {

    private final PlanRepository plans;
    private final OperationRepository operations;
    private final SubscriptionEngine engine;

    SubscriptionViews(PlanRepository plans, OperationRepository operations, SubscriptionEngine engine) {
        this.plans = plans;
        this.operations = operations;
        this.engine = engine;
    }

    public Mono<SubscriptionView> of(Subscription subscription) {
        return plans.findByVersion(subscription.planVersionId()).flatMap(plan -> of(subscription, plan));
    }

    Mono<SubscriptionView> of(Subscription subscription, Plan plan) {
        return upcoming(subscription)
                .map(upcoming -> SubscriptionView.of(subscription, plan, upcoming))
                .defaultIfEmpty(SubscriptionView.of(subscription, plan));
    }

    private Mono<UpcomingView> upcoming(Subscription subscription) {
        if (subscription.engine()) {
            return engine.planned(subscription).map(SubscriptionViews::view);
        }
        return operations
                .ahead(subscription.id())
                .flatMap(ahead -> target(ahead).map(plan -> view(ahead, subscription, plan.orElse(null))));
    }

    private static UpcomingView view(SubscriptionEngine.Planned next) {
        Plan plan = next.plan();
        return plan == null
                ? new UpcomingView(Operation.Kind.CANCEL.value(), null, next.at(), null)
                : new UpcomingView(Operation.Kind.DOWNGRADE.value(), PlanView.of(plan), next.at(), null);
    }

    private Mono<Optional<Plan>> target(Operation ahead) {
        return Mono.justOrEmpty(ahead.planVersionId())
                .flatMap(plans::findByVersion)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private static UpcomingView view(Operation ahead, Subscription subscription, @Nullable Plan plan) {
        boolean atPeriodEnd = ahead.status() == Operation.Status.PLANNED;
        return new UpcomingView(
                ahead.kind().value(),
                plan == null ? null : PlanView.of(plan),
                atPeriodEnd ? subscription.currentPeriodEnd() : null,
                ahead.paymentUrl());
    }
}
