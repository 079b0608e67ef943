package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.stripe.StripeSubscription;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.ApiException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Writes down what became of an operation, together with the subscription as it is now: one transaction. */
@Component
class OperationOutcome {

    private final OperationRepository operations;
    private final SubscriptionRepository subscriptions;
    private final SubscriptionSync sync;
    private final ScheduledChanges scheduled;
    private final PlanRepository plans;
    private final AuditLog audit;
    private final TransactionalOperator tx;

    OperationOutcome(
            OperationRepository operations,
            SubscriptionRepository subscriptions,
            SubscriptionSync sync,
            ScheduledChanges scheduled,
            PlanRepository plans,
            AuditLog audit,
            TransactionalOperator tx) {
        this.operations = operations;
        this.subscriptions = subscriptions;
        this.sync = sync;
        this.scheduled = scheduled;
        this.plans = plans;
        this.audit = audit;
        this.tx = tx;
    }

    /** Stripe has it. */
    Mono<OperationResult> write(Operation operation, SubscriptionReading reading, AuditEntry entry) {
        StripeSubscription there = reading.subscription();
        boolean waits = operation.kind() == Operation.Kind.CHANGE && there.pendingUpdate() != null;
        Mono<String> url = waits ? scheduled.paymentUrl(there).defaultIfEmpty("") : Mono.just("");
        return url.flatMap(at -> write(operation, reading, waits, at, entry).as(tx::transactional))
                .then(Mono.defer(() -> result(operation)));
    }

    /** Something that only Stripe knew stands against it. */
    Mono<Void> refuse(Operation operation, SubscriptionReading reading, ApiException obstacle) {
        return sync.apply(reading, null)
                .then(operations.settle(
                        operation.id(), Operation.Status.FAILED, obstacle.code().code(), null))
                .then()
                .as(tx::transactional);
    }

    private Mono<Void> write(
            Operation operation, SubscriptionReading reading, boolean waits, String url, AuditEntry entry) {
        Operation.Status status = status(operation, waits);
        boolean endsPauses =
                operation.kind() == Operation.Kind.UNPAUSE || operation.kind() == Operation.Kind.CANCEL_NOW;
        return sync.apply(reading, null)
                .then(operations.dropAhead(
                        operation.subscriptionId(),
                        operation.id(),
                        endsPauses,
                        operation.kind().value()))
                .then(operations.settle(operation.id(), status, null, url.isEmpty() ? null : url))
                .filter(settled -> settled)
                .flatMap(_ -> audit.record(
                        entry.on("subscription", operation.subscriptionId()).with(details(operation, status))));
    }

    private static Operation.Status status(Operation operation, boolean waits) {
        return switch (operation.kind()) {
            case DOWNGRADE, PAUSE -> Operation.Status.PLANNED;
            case CHANGE -> waits ? Operation.Status.WAITING : Operation.Status.DONE;
            case CANCEL, RESUME, CANCEL_NOW, KEEP, UNPAUSE -> Operation.Status.DONE;
        };
    }

    private static Map<String, String> details(Operation operation, Operation.Status status) {
        Map<String, String> details = new HashMap<>();
        details.put("operation_id", operation.id().toString());
        details.put("result", status.value());
        if (operation.planVersionId() != null) {
            details.put("to_version_id", operation.planVersionId().toString());
        }
        if (operation.kind() == Operation.Kind.CANCEL_NOW) {
            details.put("credit", Boolean.toString(operation.credit()));
        }
        return details;
    }

    private Mono<OperationResult> result(Operation operation) {
        return operations
                .find(operation.id())
                .zipWith(subscriptions.findById(operation.subscriptionId()))
                .flatMap(found ->
                        plan(found.getT2()).map(plan -> new OperationResult(found.getT1(), found.getT2(), plan)));
    }

    private Mono<Plan> plan(Subscription subscription) {
        return plans.findByVersion(subscription.planVersionId());
    }
}
