package io.tollgate.billing.plan;

import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells Stripe what a plan is now. Each change of a plan promises one such job. */
@Component
class PlanSyncJob implements JobHandler<PlanSyncJob.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("plan.sync", "billing", Payload.class);

    private final PlanSync sync;
    private final PlanSyncRepository state;
    private final Outbox outbox;

    PlanSyncJob(PlanSync sync, PlanSyncRepository state, Outbox outbox) {
        this.sync = sync;
        this.state = state;
        this.outbox = outbox;
    }

    record Payload(UUID planId) {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        // The attempt is part of the name: the plan may have changed since the last one.
        return sync.sync(payload.planId(), run.id() + "/" + run.attempt())
                .flatMap(revision -> run.once(settle(payload.planId(), revision)));
    }

    /** A slow job may have told Stripe after a quicker one of a later change: then the later change is told again. */
    private Mono<Void> settle(UUID planId, long revision) {
        return state.markSynced(planId, revision)
                .filter(changedSince -> changedSince)
                .flatMap(_ -> outbox.enqueue(TYPE, planId.toString(), new Payload(planId)));
    }
}
