package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.subscription.Migration.End;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Moves one subscription, or what is planned for it, to the version its plan goes to. What stands at Stripe is read first: it may be done already, by a
 * run that did not live to note it, and its user may have gone to another plan.
 */
@Component
class MigrationStep {

    private final SubscriptionRepository subscriptions;
    private final MigrationSteps steps;
    private final SubscriptionEngine engine;
    private final PlannedMigration planned;
    private final MigrationAtStripe atStripe;
    private final Costs costs;
    private final TransactionalOperator tx;

    MigrationStep(
            SubscriptionRepository subscriptions,
            MigrationSteps steps,
            SubscriptionEngine engine,
            PlannedMigration planned,
            MigrationAtStripe atStripe,
            Costs costs,
            TransactionalOperator tx) {
        this.subscriptions = subscriptions;
        this.steps = steps;
        this.engine = engine;
        this.planned = planned;
        this.atStripe = atStripe;
        this.costs = costs;
        this.tx = tx;
    }

    /** @param target the plan at the version it goes to */
    Mono<Void> take(Migration migration, Migration.Step step, Plan target) {
        return subscriptions
                .findById(step.subscriptionId())
                .flatMap(subscription -> move(migration, step, subscription, target))
                .onErrorResume(StripeFailure.class, failure -> refused(migration, step, failure));
    }

    private Mono<Void> move(Migration migration, Migration.Step step, Subscription subscription, Plan target) {
        if (!subscription.live()) {
            return end(migration, step, End.skipped("ended"));
        }
        if (subscription.planVersionId().equals(migration.versionId())) {
            return end(migration, step, End.MIGRATED);
        }
        if (subscription.engine()) {
            return moveInEngine(subscription, target).flatMap(end -> end(migration, step, end));
        }
        return requireSynced(subscription, target)
                .then(planned.find(subscription, target))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(found -> found.isPresent()
                        ? planned.move(subscription, found.get(), target).flatMap(end -> end(migration, step, end))
                        : movePresent(migration, step, subscription, target));
    }

    /** The price may not be at Stripe yet: then later. Whoever Stripe does not run needs none there. */
    private static Mono<Void> requireSynced(Subscription subscription, Plan target) {
        return subscription.provider() == Provider.STRIPE
                        && !target.price().free()
                        && target.version().stripePriceId() == null
                ? Mono.error(() -> new ApiException(ErrorCode.PLAN_NOT_READY))
                : Mono.empty();
    }

    /** One that cannot be moved keeps nobody else waiting. */
    private Mono<End> moveInEngine(Subscription subscription, Plan target) {
        return engine.migrate(subscription, target)
                .thenReturn(End.MIGRATED)
                .onErrorResume(ApiException.class, MigrationStep::refused)
                .onErrorResume(MigrationStep::isAboutData, _ -> Mono.just(End.failed("cannot_be_billed")));
    }

    private static Mono<End> refused(ApiException refusal) {
        return switch (refusal.code()) {
            case SUBSCRIPTION_PARKED -> Mono.just(End.skipped("parked"));
            case SUBSCRIPTION_NOT_FOUND -> Mono.just(End.skipped("ended"));
            default ->
                refusal.code().status().is5xxServerError()
                        ? Mono.error(refusal)
                        : Mono.just(End.failed(refusal.code().code()));
        };
    }

    /** Periods that were due before are billed first. */
    private static boolean isAboutData(Throwable fault) {
        return fault instanceof ArithmeticException
                || fault instanceof IllegalArgumentException
                || fault instanceof IllegalStateException;
    }

    private Mono<Void> movePresent(Migration migration, Migration.Step step, Subscription subscription, Plan target) {
        if (subscription.provider() != Provider.STRIPE) {
            return moveOurs(migration, step, target);
        }
        return target.price().free()
                // There is no price at Stripe to move it to; the user cancels and takes the free plan.
                ? costs.nothing(target).flatMap(nothing -> end(migration, step, End.withoutBaseFee(nothing)))
                : atStripe.move(migration, step, subscription, target);
    }

    /** Nobody who paid nothing is made to pay without being asked. */
    private Mono<Void> moveOurs(Migration migration, Migration.Step step, Plan target) {
        return costs.nothing(target)
                .flatMap(nothing -> nothing
                        ? moveFree(migration, step).as(tx::transactional)
                        : end(migration, step, End.skipped("not_paid_for")));
    }

    private Mono<Void> moveFree(Migration migration, Migration.Step step) {
        return subscriptions
                .moveOurs(step.subscriptionId(), migration.versionId())
                .flatMap(moved -> end(migration, step, moved ? End.MIGRATED : End.skipped("on_another_plan")));
    }

    private Mono<Void> end(Migration migration, Migration.Step step, End end) {
        return steps.end(migration.id(), step.subscriptionId(), end);
    }

    /** What Stripe will not do is noted; what it could not do now is tried again, under a new key once it has said so. */
    private Mono<Void> refused(Migration migration, Migration.Step step, StripeFailure failure) {
        return switch (failure.kind()) {
            case INVALID_REQUEST, NOT_FOUND, CARD -> end(migration, step, End.failed(reason(failure)));
            default ->
                (failure.status() >= 500 ? steps.nextAttempt(migration.id(), step) : Mono.<Void>empty())
                        .then(Mono.error(failure));
        };
    }

    private static String reason(StripeFailure failure) {
        String code = failure.stripeCode();
        return code == null ? failure.kind().name().toLowerCase(Locale.ROOT) : code;
    }
}
