package io.tollgate.billing.subscription;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Looks after an operation a while after it was begun. Mostly it has long been done; one whose process died or to which Stripe
 * gave no answer is settled: Stripe is read, and what is not done yet is done under the key it had, or dropped if it would
 * charge somebody who was told that it failed.
 */
@Component
class SettleOperation implements JobHandler<SettleOperation.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("subscription.settle", "billing", Payload.class);

    private final OperationRepository operations;
    private final OperationClaims claims;
    private final OperationRun run;

    SettleOperation(OperationRepository operations, OperationClaims claims, OperationRun run) {
        this.operations = operations;
        this.claims = claims;
        this.run = run;
    }

    record Payload(UUID operationId) {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun job) {
        return operations
                .find(payload.operationId())
                .filter(operation -> operation.status() == Operation.Status.PENDING)
                .flatMap(operation -> claims.takeOver(operation).switchIfEmpty(Mono.defer(() -> done(payload))))
                .flatMap(run::settle);
    }

    /** Somebody has taken it up in this moment: that has to be looked after too. */
    private Mono<Operation> done(Payload payload) {
        return operations
                .find(payload.operationId())
                .filter(operation -> operation.status() == Operation.Status.PENDING)
                .flatMap(_ -> Mono.error(() -> new IllegalStateException("Somebody is at this operation")));
    }
}
