package io.tollgate.billing.reconciliation;

import io.tollgate.billing.stripe.Drift;
import io.tollgate.billing.stripe.DriftCheck;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Does one batch of a reconciliation and promises the next. The place it has come to is written with that promise, so one that
 * breaks off goes on where it was.
 */
@Component
class ReconciliationBatch implements JobHandler<ReconciliationBatch.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("reconciliation.batch", "upkeep", Payload.class);

    private final List<DriftCheck> checks;
    private final Reconciling reconciling;
    private final ReconciliationRepository reconciliations;
    private final DifferenceRepository differences;
    private final DriftMetrics metrics;
    private final Clock clock;

    ReconciliationBatch(
            List<DriftCheck> checks,
            Reconciling reconciling,
            ReconciliationRepository reconciliations,
            DifferenceRepository differences,
            DriftMetrics metrics,
            Clock clock) {
        this.checks = checks.stream()
                .sorted(Comparator.comparingInt(DriftCheck::position))
                .toList();
        this.reconciling = reconciling;
        this.reconciliations = reconciliations;
        this.differences = differences;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** @param batch 1 for the first; only for people to read */
    record Payload(UUID reconciliationId, int batch) {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return reconciliations
                .find(payload.reconciliationId())
                .filter(Reconciliation::running)
                .flatMap(reconciliation -> batch(reconciliation, payload, run));
    }

    private Mono<Void> batch(Reconciliation reconciliation, Payload payload, JobRun run) {
        DriftCheck check = current(reconciliation.check());
        UUID id = reconciliation.id();
        DriftCheck.Run context = new DriftCheck.Run(id, reconciliation.since(), drift -> note(id, drift));
        return check.batch(context, reconciliation.after())
                .flatMap(checked -> run.once(advance(payload, check, checked)));
    }

    private DriftCheck current(@Nullable String name) {
        return name == null
                ? checks.getFirst()
                : checks.stream()
                        .filter(check -> check.name().equals(name))
                        .findFirst()
                        // A newer release may have begun it.
                        .orElseThrow(() -> new IllegalStateException("No check is named " + name));
    }

    private Mono<Void> advance(Payload payload, DriftCheck check, DriftCheck.Checked checked) {
        UUID id = payload.reconciliationId();
        DriftCheck next = checked.next() == null ? following(check) : check;
        return next == null
                ? reconciliations.finish(id, checked.count(), clock.instant())
                : reconciliations
                        .advance(id, next.name(), checked.next(), checked.count(), clock.instant())
                        .then(reconciling.goOn(id, payload.batch() + 1));
    }

    private @Nullable DriftCheck following(DriftCheck check) {
        int index = checks.indexOf(check) + 1;
        return index < checks.size() ? checks.get(index) : null;
    }

    private Mono<Void> note(UUID id, Drift drift) {
        return differences
                .insert(id, drift)
                .doOnNext(isNew -> count(isNew, drift))
                .then();
    }

    private void count(boolean isNew, Drift drift) {
        if (isNew) {
            metrics.count(drift);
        }
    }
}
