package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.User;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Sells another plan through a new checkout page. Nothing becomes of the present subscription before the new one is active:
 * then {@link LiveSubscription} gives the new one its place and {@link ReplacedSubscription} ends it with credit.
 */
@Component
class Upgrading {

    private final SubscriptionRepository subscriptions;
    private final PlanRepository plans;
    private final PaymentPage page;
    private final Costs costs;

    Upgrading(SubscriptionRepository subscriptions, PlanRepository plans, PaymentPage page, Costs costs) {
        this.subscriptions = subscriptions;
        this.plans = plans;
        this.page = page;
        this.costs = costs;
    }

    /** @return where the user pays */
    Mono<String> upgrade(User user, String planCode) {
        return subscriptions
                .findLive(user.id())
                .switchIfEmpty(Mono.error(
                        () -> new ApiException(ErrorCode.SUBSCRIPTION_NOT_FOUND, "No active subscription to upgrade.")))
                .zipWhen(_ -> target(planCode))
                .flatMap(found -> present(found.getT1())
                        .zipWith(costs.nothing(found.getT2()))
                        .doOnNext(known -> check(found.getT1(), known.getT1(), found.getT2(), known.getT2()))
                        .flatMap(_ -> page.url(user, found.getT2(), found.getT1())));
    }

    private Mono<Plan> target(String code) {
        return plans.findActive(code)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.PLAN_NOT_FOUND, "Plan not found.")));
    }

    private Mono<Plan> present(Subscription subscription) {
        return plans.findByVersion(subscription.planVersionId());
    }

    private static void check(Subscription live, Plan present, Plan target, boolean costsNothing) {
        if (present.id().equals(target.id())) {
            throw new ApiException(ErrorCode.SAME_PLAN);
        }
        if (costsNothing) {
            throw new ApiException(ErrorCode.PLAN_IS_FREE);
        }
        if (live.engine()) {
            throw new ApiException(ErrorCode.NOT_BY_CHECKOUT);
        }
        if (live.provider() != Provider.STRIPE) {
            return;
        }
        if (!present.price().currency().equals(target.price().currency())) {
            throw new ApiException(ErrorCode.PLAN_CURRENCY_DIFFERS);
        }
        // Its unpaid time would neither be paid nor given back.
        if (new Outlook(live, null).overdue()) {
            throw new ApiException(ErrorCode.PAYMENT_OVERDUE);
        }
    }
}
