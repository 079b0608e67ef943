package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Subscribes a user to a plan: at once when it is free or run here, through a checkout page otherwise. A second subscription is refused by
 * a unique index, not by this class.
 */
@Component
public class Subscribing {

    private final PlanRepository plans;
    private final SubscriptionRepository subscriptions;
    private final FreeSubscriptions free;
    private final PaymentPage page;
    private final SubscriptionEngine engine;
    private final DefaultProvider provider;
    private final Costs costs;

    Subscribing(
            PlanRepository plans,
            SubscriptionRepository subscriptions,
            FreeSubscriptions free,
            PaymentPage page,
            SubscriptionEngine engine,
            DefaultProvider provider,
            Costs costs) {
        this.plans = plans;
        this.subscriptions = subscriptions;
        this.free = free;
        this.page = page;
        this.engine = engine;
        this.provider = provider;
        this.costs = costs;
    }

    Mono<SubscribeResult> subscribe(User user, String planCode, RequestFacts facts) {
        return plans.findActive(planCode)
                .switchIfEmpty(Mono.error(
                        () -> new ApiException(ErrorCode.PLAN_NOT_FOUND, "No active plan found for this code.")))
                .delayUntil(_ -> refuseSecond(user))
                .flatMap(plan -> costs.nothing(plan)
                        .flatMap(nothing -> nothing ? free.start(user, plan, facts) : pay(user, plan, facts)));
    }

    public static ApiException alreadySubscribed() {
        return new ApiException(ErrorCode.SUBSCRIPTION_EXISTS, "User already has an active subscription.");
    }

    private Mono<Void> refuseSecond(User user) {
        return subscriptions.findLive(user.id()).flatMap(_ -> Mono.error(Subscribing::alreadySubscribed));
    }

    private Mono<SubscribeResult> pay(User user, Plan plan, RequestFacts facts) {
        if (provider.engine()) {
            AuditEntry entry = AuditEntry.of("subscription.started", facts).by(user.id());
            return engine.start(new EngineStart(user, plan, provider.provider(), null, true, null, entry))
                    .map(started -> new SubscribeResult.Active(started, plan));
        }
        return page.url(user, plan, null).map(SubscribeResult.PayAt::new);
    }
}
