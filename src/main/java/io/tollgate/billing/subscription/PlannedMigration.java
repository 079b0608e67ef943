package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.RequestFacts;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Moves a plan that a subscription will have with its next period to another version: who has chosen it has chosen the plan,
 * and would else begin on a price that all others have been moved from. It is planned anew by the same road as a user does it,
 * so whatever that user does at the same time, one is after the other.
 */
@Component
class PlannedMigration {

    private final OperationRepository planned;
    private final Operations operations;
    private final PlanRepository plans;
    private final Costs costs;

    PlannedMigration(OperationRepository planned, Operations operations, PlanRepository plans, Costs costs) {
        this.planned = planned;
        this.operations = operations;
        this.plans = plans;
        this.costs = costs;
    }

    /** The plan at the version that is planned. Empty unless it is that plan. */
    Mono<Plan> find(Subscription subscription, Plan target) {
        return planned.ahead(subscription.id())
                .filter(ahead -> ahead.kind() == Operation.Kind.DOWNGRADE)
                .flatMap(ahead -> plans.findByVersion(Objects.requireNonNull(ahead.planVersionId())))
                .filter(plan -> plan.id().equals(target.id()));
    }

    /** @param from what {@link #find} has found */
    Mono<Migration.End> move(Subscription subscription, Plan from, Plan target) {
        if (from.version().id().equals(target.version().id())) {
            return Mono.just(Migration.End.MIGRATED);
        }
        return costs.nothing(target)
                .flatMap(nothing -> obstacle(from, target, nothing)
                        .map(Mono::just)
                        .orElseGet(() -> replan(subscription, from, target)));
    }

    /** Nobody who was to pay nothing is made to pay, and who wants what is free now can have it. */
    private static Optional<Migration.End> obstacle(Plan from, Plan target, boolean costsNothing) {
        if (from.price().free()) {
            return costsNothing ? Optional.empty() : Optional.of(Migration.End.skipped("not_paid_for"));
        }
        return target.price().free() ? Optional.of(Migration.End.withoutBaseFee(costsNothing)) : Optional.empty();
    }

    private Mono<Migration.End> replan(Subscription subscription, Plan from, Plan target) {
        return operations
                .perform(wish(subscription, from, target))
                .thenReturn(Migration.End.MIGRATED)
                .onErrorResume(ApiException.class, PlannedMigration::refused);
    }

    private static OperationWish wish(Subscription subscription, Plan from, Plan target) {
        return OperationWish.of(
                        subscription,
                        Operation.Kind.DOWNGRADE,
                        outlook -> stillPlanned(outlook, from, target),
                        AuditEntry.of("subscription.planned_change_migrated", RequestFacts.NONE))
                .to(target.version().id(), null);
    }

    /** Another batch may have planned it since. */
    private static void stillPlanned(Outlook outlook, Plan from, Plan target) {
        Operation ahead = outlook.ahead();
        if (ahead == null || ahead.kind() != Operation.Kind.DOWNGRADE) {
            throw new ApiException(ErrorCode.NO_CHANGE_PLANNED);
        }
        if (target.version().id().equals(ahead.planVersionId())) {
            throw new ApiException(ErrorCode.CHANGE_PLANNED);
        }
        if (!from.version().id().equals(ahead.planVersionId())) {
            throw new ApiException(ErrorCode.NO_CHANGE_PLANNED);
        }
    }

    private static Mono<Migration.End> refused(ApiException refusal) {
        return switch (refusal.code()) {
            case CHANGE_PLANNED -> Mono.just(Migration.End.MIGRATED);
            case NO_CHANGE_PLANNED -> Mono.just(Migration.End.skipped("on_another_plan"));
            default -> failed(refusal);
        };
    }

    private static Mono<Migration.End> failed(ApiException refusal) {
        return refusal.code().status() == HttpStatus.SERVICE_UNAVAILABLE
                ? Mono.error(refusal)
                : Mono.just(Migration.End.failed(refusal.code().code()));
    }
}
