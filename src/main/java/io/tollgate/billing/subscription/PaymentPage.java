package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.plan.PlanSync;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.User;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Finds or makes the one page on which a user pays. However many requests arrive, there is one customer and one open page. */
@Component
class PaymentPage {

    private static final Duration LOOK = Duration.ofMillis(150);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final PlanRepository plans;
    private final PlanSync planSync;
    private final SubscriptionRepository subscriptions;
    private final CheckoutClaims claims;
    private final CheckoutPages pages;
    private final CheckoutProperties properties;
    private final Ids ids;

    PaymentPage(
            PlanRepository plans,
            PlanSync planSync,
            SubscriptionRepository subscriptions,
            CheckoutClaims claims,
            CheckoutPages pages,
            CheckoutProperties properties,
            Ids ids) {
        this.plans = plans;
        this.planSync = planSync;
        this.subscriptions = subscriptions;
        this.claims = claims;
        this.pages = pages;
        this.properties = properties;
        this.ids = ids;
    }

    /** @param replaces the subscription whose place is taken once the page is paid; null for none */
    Mono<String> url(User user, Plan plan, @Nullable Subscription replaces) {
        return sellable(plan)
                .zipWhen(_ -> subscriptions.hadTrial(user.id()))
                .map(found -> new CheckoutOrder(user, found.getT1(), replaces, !found.getT2()))
                .flatMap(this::page);
    }

    private Mono<String> page(CheckoutOrder order) {
        return claims.claim(order.user().id(), order.plan().version().id(), order.replacedId())
                .flatMap(claim -> switch (claim) {
                    case CheckoutClaim.Ready(String url) -> Mono.just(url);
                    case CheckoutClaim.Ours(Checkout intent) -> pages.make(intent, order);
                    case CheckoutClaim.Theirs() -> Mono.<String>error(new InTheMaking());
                })
                .retryWhen(Retry.fixedDelay(properties.patience().dividedBy(LOOK), LOOK)
                        .filter(InTheMaking.class::isInstance)
                        .onRetryExhaustedThrow((_, _) -> new ApiException(ErrorCode.BUSY).retryAfter(SOON)));
    }

    /** The plan with its price at Stripe. Its job may not have run yet; then we do what it would. Usage alone is not sold there. */
    Mono<Plan> sellable(Plan plan) {
        if (plan.price().free()) {
            return Mono.error(() ->
                    new ApiException(ErrorCode.PLAN_NOT_SOLD, "Usage alone cannot be asked for on a checkout page."));
        }
        if (plan.version().stripePriceId() != null) {
            return Mono.just(plan);
        }
        return planSync.sync(plan.id(), ids.next().toString())
                .then(Mono.defer(() -> plans.findActive(plan.code())))
                .filter(synced -> synced.version().stripePriceId() != null)
                .onErrorMap(StripeFailure.class, failure -> notReady().causedBy(failure))
                .switchIfEmpty(Mono.error(PaymentPage::notReady));
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
