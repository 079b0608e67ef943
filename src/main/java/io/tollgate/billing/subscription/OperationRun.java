package io.tollgate.billing.subscription;

import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripeSubscription;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.RequestFacts;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Carries out a claimed operation. What stands at Stripe is read first: it may be done already, by a run of which nobody heard
 * again. A refusal ends the operation; without an answer it stays, to be gone on with under the same key.
 */
@Component
class OperationRun {

    private final SubscriptionRepository subscriptions;
    private final OperationRepository operations;
    private final SubscriptionSync sync;
    private final OperationCalls calls;
    private final OperationOutcome outcome;
    private final Outbox outbox;

    OperationRun(
            SubscriptionRepository subscriptions,
            OperationRepository operations,
            SubscriptionSync sync,
            OperationCalls calls,
            OperationOutcome outcome,
            Outbox outbox) {
        this.subscriptions = subscriptions;
        this.operations = operations;
        this.sync = sync;
        this.calls = calls;
        this.outcome = outcome;
        this.outbox = outbox;
    }

    Mono<OperationResult> run(Operation operation, AuditEntry entry) {
        return claimed(operation, run -> read(run, before -> carryOut(run, before, entry)));
    }

    /**
     * Ends the uncertainty about one that was left behind. What it charges is not charged now, long after its caller was told
     * that it failed; everything else is carried out.
     */
    Mono<Void> settle(Operation operation) {
        AuditEntry entry = AuditEntry.of("subscription." + operation.kind().value(), RequestFacts.NONE);
        return claimed(operation, run -> read(run, before -> settle(run, before, entry)))
                .then()
                // It has come to an end, if not to a good one.
                .onErrorResume(
                        ApiException.class,
                        refusal -> refusal.code().status() == HttpStatus.SERVICE_UNAVAILABLE
                                ? Mono.error(refusal)
                                : Mono.empty());
    }

    private Mono<OperationResult> claimed(Operation operation, Function<Operation, Mono<OperationResult>> work) {
        return Mono.usingWhen(
                        Mono.just(operation),
                        work,
                        _ -> Mono.empty(),
                        this::afterFailure,
                        // The caller hung up: the next one need not wait for the claim to lapse.
                        claimed -> operations.release(claimed.id(), false))
                .onErrorMap(StripeFailure.class, OperationRun::refusal);
    }

    private Mono<OperationResult> read(Operation operation, Function<SubscriptionReading, Mono<OperationResult>> work) {
        return stripeId(operation).flatMap(sync::read).flatMap(work);
    }

    private Mono<OperationResult> settle(Operation operation, SubscriptionReading before, AuditEntry entry) {
        return OperationCalls.charges(operation, before.subscription())
                ? lookOnly(operation, before, entry)
                : carryOut(operation, before, entry);
    }

    private Mono<OperationResult> carryOut(Operation operation, SubscriptionReading before, AuditEntry entry) {
        StripeSubscription there = before.subscription();
        Optional<ApiException> obstacle = OperationCalls.obstacle(operation, there);
        if (obstacle.isPresent()) {
            return refuse(operation, before, obstacle.get());
        }
        return calls.reached(operation, there)
                .flatMap(reached -> reached
                        ? outcome.write(operation, before, entry)
                        : calls.ask(operation, there)
                                // Read once more, under a later number than whatever an event has read meanwhile.
                                .then(Mono.defer(() -> sync.read(there.id())))
                                .flatMap(after -> afterAsking(operation, after, entry)));
    }

    /** Stripe has taken it and yet not done it when the money for it was refused. */
    private Mono<OperationResult> afterAsking(Operation operation, SubscriptionReading after, AuditEntry entry) {
        return calls.unpaid(operation, after.subscription())
                .flatMap(unpaid -> unpaid
                        ? refuse(operation, after, new ApiException(ErrorCode.PAYMENT_REFUSED))
                        : outcome.write(operation, after, entry));
    }

    private Mono<OperationResult> refuse(Operation operation, SubscriptionReading reading, ApiException obstacle) {
        return outcome.refuse(operation, reading, obstacle).then(Mono.error(obstacle));
    }

    private Mono<OperationResult> lookOnly(Operation operation, SubscriptionReading reading, AuditEntry entry) {
        return calls.reached(operation, reading.subscription())
                .flatMap(reached -> reached
                        ? outcome.write(operation, reading, entry)
                        : operations
                                .settle(operation.id(), Operation.Status.DROPPED, "not_done", null)
                                .then(Mono.empty()));
    }

    private Mono<String> stripeId(Operation operation) {
        return subscriptions
                .findById(operation.subscriptionId())
                .map(subscription -> Objects.requireNonNull(subscription.providerSubscriptionId()));
    }

    private Mono<Void> afterFailure(Operation operation, Throwable fault) {
        if (!(fault instanceof StripeFailure failure)) {
            return operations.release(operation.id(), false);
        }
        return switch (failure.kind()) {
            case INVALID_REQUEST, CARD, AUTHENTICATION -> fail(operation, failure);
            case NOT_FOUND -> fail(operation, failure).then(lookAgain(operation));
            case IDEMPOTENCY, RATE_LIMITED, UNAVAILABLE -> operations.release(operation.id(), failure.status() >= 500);
        };
    }

    private Mono<Void> fail(Operation operation, StripeFailure failure) {
        String code = failure.stripeCode();
        String reason = code == null ? failure.kind().name().toLowerCase(Locale.ROOT) : code;
        return operations
                .settle(operation.id(), Operation.Status.FAILED, reason, null)
                .then();
    }

    /** Stripe does not know the subscription: whether it is gone, another look tells. */
    private Mono<Void> lookAgain(Operation operation) {
        return stripeId(operation)
                .flatMap(id -> outbox.enqueue(RereadSubscription.TYPE, id, new RereadSubscription.Payload(id)));
    }

    private static Throwable refusal(StripeFailure failure) {
        return switch (failure.kind()) {
            case CARD -> new ApiException(ErrorCode.PAYMENT_REFUSED).causedBy(failure);
            case NOT_FOUND ->
                new ApiException(ErrorCode.SUBSCRIPTION_NOT_FOUND, "No active subscription found for this user.")
                        .causedBy(failure);
            default -> failure;
        };
    }
}
