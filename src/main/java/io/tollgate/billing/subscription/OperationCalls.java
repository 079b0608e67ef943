package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.StripeCollection;
import io.tollgate.billing.stripe.StripePlanChange;
import io.tollgate.billing.stripe.StripeSubscription;
import io.tollgate.billing.stripe.StripeSubscription.Status;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What Stripe is asked for, for each kind of operation, and how it is seen that it need not be. */
@Component
class OperationCalls {

    private static final Set<Status> OVER = EnumSet.of(Status.CANCELED, Status.INCOMPLETE_EXPIRED);
    private static final Set<Status> IN_GOOD_STANDING = EnumSet.of(Status.ACTIVE, Status.TRIALING);

    private final StripeSubscriptions stripe;
    private final ScheduledChanges scheduled;
    private final PlanRepository plans;

    OperationCalls(StripeSubscriptions stripe, ScheduledChanges scheduled, PlanRepository plans) {
        this.stripe = stripe;
        this.scheduled = scheduled;
        this.plans = plans;
    }

    /** What only Stripe knew and what keeps it from being done. */
    static Optional<ApiException> obstacle(Operation operation, StripeSubscription there) {
        return switch (operation.kind()) {
            case CANCEL, CANCEL_NOW -> Optional.empty();
            case RESUME, KEEP, PAUSE, UNPAUSE -> ended(there);
            case CHANGE, DOWNGRADE -> ended(there).or(() -> overdue(there));
        };
    }

    private static Optional<ApiException> ended(StripeSubscription there) {
        return OVER.contains(there.status())
                ? Optional.of(new ApiException(
                        ErrorCode.SUBSCRIPTION_NOT_FOUND, "No active subscription found for this user."))
                : Optional.empty();
    }

    private static Optional<ApiException> overdue(StripeSubscription there) {
        return IN_GOOD_STANDING.contains(there.status())
                ? Optional.empty()
                : Optional.of(new ApiException(ErrorCode.PAYMENT_OVERDUE));
    }

    /** Whether money would be taken for it now: for another plan, and for a new period after a pause or a trial. */
    static boolean charges(Operation operation, StripeSubscription there) {
        return switch (operation.kind()) {
            case CHANGE -> true;
            case UNPAUSE -> there.status() == Status.PAUSED || PaidUntil.hasPassed(there);
            case CANCEL, RESUME, CANCEL_NOW, DOWNGRADE, KEEP, PAUSE -> false;
        };
    }

    Mono<Boolean> reached(Operation operation, StripeSubscription there) {
        boolean over = OVER.contains(there.status());
        return switch (operation.kind()) {
            case CANCEL -> Mono.just(over || there.cancelAtPeriodEnd() && !hasAhead(there));
            case CANCEL_NOW -> Mono.just(over);
            case RESUME -> Mono.just(!there.cancelAtPeriodEnd());
            case KEEP -> Mono.just(!there.cancelAtPeriodEnd() && !hasAhead(there));
            case PAUSE -> Mono.just(there.collectionPaused());
            case UNPAUSE -> Mono.just(!there.collectionPaused() && there.status() != Status.PAUSED);
            case CHANGE -> target(operation).map(plan -> has(there.priceId(), plan) || isPending(there, plan));
            case DOWNGRADE -> target(operation).flatMap(plan -> scheduled.isPlanned(there, plan));
        };
    }

    /** Asked for, and not there: the money for it was refused. */
    Mono<Boolean> unpaid(Operation operation, StripeSubscription after) {
        return switch (operation.kind()) {
            case CHANGE, UNPAUSE -> reached(operation, after).map(reached -> !reached);
            case CANCEL, CANCEL_NOW, RESUME, DOWNGRADE, KEEP, PAUSE -> Mono.just(false);
        };
    }

    private static boolean hasAhead(StripeSubscription there) {
        return there.scheduleId() != null || there.pendingUpdate() != null;
    }

    private static boolean isPending(StripeSubscription there, Plan plan) {
        return there.pendingUpdate() != null && has(there.pendingUpdate().priceId(), plan);
    }

    private static boolean has(@Nullable String priceId, Plan plan) {
        return priceId != null && priceId.equals(plan.version().stripePriceId());
    }

    private Mono<Plan> target(Operation operation) {
        return plans.findByVersion(Objects.requireNonNull(operation.planVersionId()));
    }

    Mono<Void> ask(Operation operation, StripeSubscription there) {
        String id = there.id();
        return switch (operation.kind()) {
            case CANCEL ->
                scheduled
                        .clear(operation, there)
                        .then(stripe.cancelAtPeriodEnd(key(operation), id, true))
                        .then();
            case RESUME -> goOn(key(operation), operation, there);
            case CANCEL_NOW -> stripe.cancelNow(id, credit(operation, there)).then();
            case CHANGE ->
                scheduled
                        .clear(operation, there)
                        .then(letGoOn(operation, there))
                        .then(target(operation))
                        .flatMap(plan -> stripe.change(key(operation), id, change(operation, there, plan)))
                        .then();
            case DOWNGRADE -> target(operation).flatMap(plan -> downgrade(operation, there, plan));
            case KEEP -> scheduled.clear(operation, there).then(letGoOn(operation, there));
            case PAUSE ->
                stripe.collect(
                                key(operation),
                                id,
                                StripeCollection.paused(Objects.requireNonNull(there.currentPeriodEnd())))
                        .then();
            case UNPAUSE -> unpause(operation, there);
        };
    }

    /** Time that was never paid for is not given back. */
    private static boolean credit(Operation operation, StripeSubscription there) {
        return operation.credit() && IN_GOOD_STANDING.contains(there.status()) && !PaidUntil.hasPassed(there);
    }

    private Mono<Void> downgrade(Operation operation, StripeSubscription there, Plan plan) {
        return plan.price().free()
                ? scheduled
                        .clear(operation, there)
                        .then(stripe.cancelAtPeriodEnd(key(operation), there.id(), true))
                        .then()
                : letGoOn(operation, there).then(scheduled.plan(operation, there, plan));
    }

    /** Takes an end back that was to make room for a free plan. */
    private Mono<Void> letGoOn(Operation operation, StripeSubscription there) {
        return there.cancelAtPeriodEnd() ? goOn(key("goes_on", operation), operation, there) : Mono.empty();
    }

    /** In the way in which the end was set; what does not fit has no effect. */
    private Mono<Void> goOn(IdempotencyKey key, Operation operation, StripeSubscription there) {
        return (there.endsAtDate()
                        ? stripe.clearEndDate(key("undated", operation), there.id())
                        : stripe.cancelAtPeriodEnd(key, there.id(), false))
                .then();
    }

    private Mono<Void> unpause(Operation operation, StripeSubscription there) {
        return there.status() == Status.PAUSED
                ? stripe.resume(key(operation), there.id()).then()
                : stripe.collect(key(operation), there.id(), StripeCollection.resumed(PaidUntil.hasPassed(there)))
                        .then();
    }

    private static StripePlanChange change(Operation operation, StripeSubscription there, Plan plan) {
        Instant from = Objects.requireNonNull(operation.countedFrom());
        Instant start = there.currentPeriodStart();
        return new StripePlanChange(
                Objects.requireNonNull(there.itemId()),
                Objects.requireNonNull(plan.version().stripePriceId()),
                // A period may have begun since it was asked for.
                start != null && from.isBefore(start) ? start : from);
    }

    private static IdempotencyKey key(Operation operation) {
        return key(operation.kind().value(), operation);
    }

    static IdempotencyKey key(String step, Operation operation) {
        return IdempotencyKey.of("subscription." + step, operation.id(), operation.attempt());
    }
}
