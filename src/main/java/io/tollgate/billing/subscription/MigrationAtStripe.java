package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.StripePriceMove;
import io.tollgate.billing.stripe.StripeSubscription;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.billing.subscription.Migration.End;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Moves one subscription's price at Stripe, unless it has moved already or its user has gone to another plan. */
@Component
class MigrationAtStripe {

    private final SubscriptionRepository subscriptions;
    private final StripeSubscriptions stripe;
    private final SubscriptionSync sync;
    private final PlanRepository plans;
    private final MigrationSteps steps;
    private final TransactionalOperator tx;

    MigrationAtStripe(
            SubscriptionRepository subscriptions,
            StripeSubscriptions stripe,
            SubscriptionSync sync,
            PlanRepository plans,
            MigrationSteps steps,
            TransactionalOperator tx) {
        this.subscriptions = subscriptions;
        this.stripe = stripe;
        this.sync = sync;
        this.plans = plans;
        this.steps = steps;
        this.tx = tx;
    }

    Mono<Void> move(Migration migration, Migration.Step step, Subscription subscription, Plan target) {
        String id = Objects.requireNonNull(subscription.providerSubscriptionId());
        return sync.read(id).flatMap(before -> {
            StripeSubscription there = before.subscription();
            if (Objects.equals(there.priceId(), target.version().stripePriceId())) {
                return write(migration, step, before, End.MIGRATED);
            }
            return stillOfPlan(there, target)
                    .flatMap(still -> still
                            ? movePrice(migration, step, there, target)
                                    .flatMap(after -> write(migration, step, after, End.MIGRATED))
                            : write(migration, step, before, End.skipped("on_another_plan")));
        });
    }

    private Mono<Boolean> stillOfPlan(StripeSubscription there, Plan target) {
        return Mono.justOrEmpty(there.priceId())
                .flatMap(plans::findByPriceId)
                .map(plan -> plan.id().equals(target.id()))
                .defaultIfEmpty(false);
    }

    private Mono<SubscriptionReading> movePrice(
            Migration migration, Migration.Step step, StripeSubscription there, Plan target) {
        StripePriceMove move = new StripePriceMove(
                Objects.requireNonNull(there.itemId()),
                Objects.requireNonNull(target.version().stripePriceId()),
                migration.proration(),
                Map.of("plan_version_id", target.version().id().toString()));
        IdempotencyKey key = IdempotencyKey.of("migrate:" + migration.id(), step.subscriptionId(), step.attempt());
        return subscriptions
                .nextReadOrder()
                .flatMap(order ->
                        stripe.movePrice(key, there.id(), move).map(after -> new SubscriptionReading(order, after)));
    }

    private Mono<Void> write(Migration migration, Migration.Step step, SubscriptionReading reading, End end) {
        return sync.apply(reading, null)
                .then(steps.end(migration.id(), step.subscriptionId(), end))
                .as(tx::transactional);
    }
}
