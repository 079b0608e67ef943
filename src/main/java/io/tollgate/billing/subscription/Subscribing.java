package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.plan.PlanSync;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Subscribes a user to a plan: at once when it is free, through a checkout page otherwise. However many requests of one user
 * arrive, there is one customer and one open page; a second subscription is refused by a unique index, not by this class.
 */
@Component
class Subscribing {

    private static final Duration LOOK = Duration.ofMillis(150);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final PlanRepository plans;
    private final PlanSync planSync;
    private final SubscriptionRepository subscriptions;
    private final FreeSubscriptions free;
    private final CheckoutClaims claims;
    private final CheckoutPages pages;
    private final CheckoutProperties properties;
    private final Ids ids;

    Subscribing(
            PlanRepository plans,
            PlanSync planSync,
            SubscriptionRepository subscriptions,
            FreeSubscriptions free,
            CheckoutClaims claims,
            CheckoutPages pages,
            CheckoutProperties properties,
            Ids ids) {
        this.plans = plans;
        this.planSync = planSync;
        this.subscriptions = subscriptions;
        this.free = free;
        this.claims = claims;
        this.pages = pages;
        this.properties = properties;
        this.ids = ids;
    }

    Mono<SubscribeResult> subscribe(User user, String planCode, RequestFacts facts) {
        return plans.findActive(planCode)
                .switchIfEmpty(Mono.error(
                        () -> new ApiException(ErrorCode.PLAN_NOT_FOUND, "No active plan found for this code.")))
                .delayUntil(_ -> refuseSecond(user))
                .flatMap(plan -> plan.price().free() ? free.start(user, plan, facts) : checkout(user, plan));
    }

    static ApiException alreadySubscribed() {
        return new ApiException(ErrorCode.SUBSCRIPTION_EXISTS, "User already has an active subscription.");
    }

    private Mono<Void> refuseSecond(User user) {
        return subscriptions.findLive(user.id()).flatMap(_ -> Mono.error(Subscribing::alreadySubscribed));
    }

    private Mono<SubscribeResult> checkout(User user, Plan plan) {
        return sellable(plan).flatMap(ready -> page(user, ready)).map(SubscribeResult.PayAt::new);
    }

    private Mono<String> page(User user, Plan plan) {
        return claims.claim(user.id(), plan.version().id())
                .flatMap(claim -> switch (claim) {
                    case CheckoutClaim.Ready(String url) -> Mono.just(url);
                    case CheckoutClaim.Ours(Checkout intent) -> pages.make(intent, user, plan);
                    case CheckoutClaim.Theirs() -> Mono.<String>error(new InTheMaking());
                })
                .retryWhen(Retry.fixedDelay(properties.patience().dividedBy(LOOK), LOOK)
                        .filter(InTheMaking.class::isInstance)
                        .onRetryExhaustedThrow((_, _) -> new ApiException(ErrorCode.BUSY).retryAfter(SOON)));
    }

    /** The plan with its price at Stripe. Its job may not have run yet; then we do what it would. */
    private Mono<Plan> sellable(Plan plan) {
        if (plan.version().stripePriceId() != null) {
            return Mono.just(plan);
        }
        return planSync.sync(plan.id(), ids.next().toString())
                .then(Mono.defer(() -> plans.findActive(plan.code())))
                .filter(synced -> synced.version().stripePriceId() != null)
                .onErrorMap(StripeFailure.class, failure -> notReady().causedBy(failure))
                .switchIfEmpty(Mono.error(Subscribing::notReady));
    }

    private static ApiException notReady() {
        return new ApiException(ErrorCode.PLAN_NOT_READY).retryAfter(SOON);
    }

    /** Another request of this user makes the page just now. */
    private static final class InTheMaking extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InTheMaking() {
            super("A checkout page is being made", null, false, false);
        }
    }
}
