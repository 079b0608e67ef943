package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Works out how a user gets from the plan they have to another, and what keeps them from it. */
@Component
class PlanMoves {

    private final SubscriptionRepository subscriptions;
    private final OperationRepository operations;
    private final PlanRepository plans;
    private final PaymentPage page;
    private final DefaultProvider provider;
    private final Costs costs;

    PlanMoves(
            SubscriptionRepository subscriptions,
            OperationRepository operations,
            PlanRepository plans,
            PaymentPage page,
            DefaultProvider provider,
            Costs costs) {
        this.subscriptions = subscriptions;
        this.operations = operations;
        this.plans = plans;
        this.page = page;
        this.provider = provider;
        this.costs = costs;
    }

    /** Fails with what stands against it. */
    Mono<PlanMove> find(UUID userId, String planCode) {
        return subscriptions
                .findLive(userId)
                .switchIfEmpty(Mono.error(
                        () -> new ApiException(ErrorCode.SUBSCRIPTION_NOT_FOUND, "No active subscription to change.")))
                .flatMap(live -> plans.findByVersion(live.planVersionId())
                        .zipWhen(_ -> target(planCode))
                        .flatMap(found -> move(live, found.getT1(), found.getT2())))
                .delayUntil(move -> operations
                        .ahead(move.subscription().id())
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .doOnNext(ahead -> check(move, new Outlook(move.subscription(), ahead.orElse(null)))))
                .flatMap(this::sellable);
    }

    private Mono<PlanMove> move(Subscription live, Plan from, Plan to) {
        return costs.nothing(to).map(nothing -> new PlanMove(live, from, to, nothing));
    }

    private Mono<Plan> target(String code) {
        return plans.findActive(code)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.PLAN_NOT_FOUND, "Plan not found.")));
    }

    private Mono<PlanMove> sellable(PlanMove move) {
        return atStripe(move)
                ? page.sellable(move.to()).map(to -> new PlanMove(move.subscription(), move.from(), to, false))
                : Mono.just(move);
    }

    /** Whether Stripe is to ask for what it costs, on a checkout page too. */
    private boolean atStripe(PlanMove move) {
        if (move.costsNothing() || move.subscription().engine()) {
            return false;
        }
        return move.way() != PlanMove.Way.CHECKOUT || !provider.engine();
    }

    /** Asked before anything is begun, and again when nobody else is at the subscription. */
    static void check(PlanMove move, Outlook outlook) {
        if (move.from().id().equals(move.to().id())
                || outlook.subscription()
                        .planVersionId()
                        .equals(move.to().version().id())) {
            throw new ApiException(ErrorCode.SAME_PLAN);
        }
        if (outlook.subscription().provider() != Provider.STRIPE
                && !outlook.subscription().engine()) {
            return;
        }
        if (!move.from().price().currency().equals(move.to().price().currency())) {
            throw new ApiException(ErrorCode.PLAN_CURRENCY_DIFFERS);
        }
        if (outlook.overdue()) {
            throw new ApiException(ErrorCode.PAYMENT_OVERDUE);
        }
        if (outlook.paused()) {
            throw new ApiException(ErrorCode.SUBSCRIPTION_PAUSED);
        }
        if (outlook.ending()) {
            throw new ApiException(ErrorCode.SUBSCRIPTION_ENDING);
        }
        checkAhead(move, outlook);
    }

    private static void checkAhead(PlanMove move, Outlook outlook) {
        Operation ahead = outlook.ahead();
        if (ahead == null) {
            return;
        }
        if (ahead.kind() == Operation.Kind.CHANGE) {
            ApiException waiting = new ApiException(ErrorCode.CHANGE_WAITING);
            throw ahead.paymentUrl() == null ? waiting : waiting.with("payment_url", ahead.paymentUrl());
        }
        if (move.to().version().id().equals(ahead.planVersionId()) && move.way() == PlanMove.Way.PERIOD_END) {
            throw new ApiException(ErrorCode.CHANGE_PLANNED);
        }
    }
}
