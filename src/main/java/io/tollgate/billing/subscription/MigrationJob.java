package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.jobs.Outbox;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Moves one batch of a migration's subscriptions and promises the next. Each is noted as done with its own change, so a batch
 * that breaks off is taken up where it was; one that Stripe cannot do now does not keep the others waiting.
 */
@Component
class MigrationJob implements JobHandler<MigrationJob.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("plan.migrate", "billing", Payload.class);

    /** A batch has to end within the time that a job may take. */
    static final int BATCH = 20;

    private final MigrationRepository migrations;
    private final MigrationSteps steps;
    private final MigrationStep step;
    private final PlanRepository plans;
    private final Outbox outbox;

    MigrationJob(
            MigrationRepository migrations,
            MigrationSteps steps,
            MigrationStep step,
            PlanRepository plans,
            Outbox outbox) {
        this.migrations = migrations;
        this.steps = steps;
        this.step = step;
        this.plans = plans;
        this.outbox = outbox;
    }

    /** @param batch 1 for the first; only for people to read */
    record Payload(UUID migrationId, int batch) {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return migrations
                .find(payload.migrationId())
                .filter(Migration::running)
                .flatMap(migration -> batch(migration).then(run.once(goOn(payload))));
    }

    private Mono<Void> batch(Migration migration) {
        return plans.findByVersion(migration.versionId())
                .zipWith(steps.pending(migration.id(), BATCH))
                .flatMap(found -> Flux.fromIterable(found.getT2())
                        .concatMapDelayError(one -> step.take(migration, one, found.getT1()))
                        .then());
    }

    private Mono<Void> goOn(Payload payload) {
        return migrations
                .finish(payload.migrationId())
                .filter(finished -> !finished)
                .flatMap(_ -> outbox.enqueue(
                        TYPE,
                        payload.migrationId().toString(),
                        new Payload(payload.migrationId(), payload.batch() + 1)));
    }
}
