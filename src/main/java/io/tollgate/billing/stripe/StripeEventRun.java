package io.tollgate.billing.stripe;

import io.tollgate.platform.jobs.JobRun;
import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** A job's run that marks the event as processed in the transaction of the handler's effects. */
final class StripeEventRun implements JobRun {

    private final JobRun run;
    private final Mono<Void> mark;
    private volatile boolean used;

    StripeEventRun(JobRun run, Mono<Void> mark) {
        this.run = run;
        this.mark = mark;
    }

    @Override
    public UUID id() {
        return run.id();
    }

    @Override
    public int attempt() {
        return run.attempt();
    }

    @Override
    public Instant createdAt() {
        return run.createdAt();
    }

    @Override
    public Mono<Void> once(Mono<Void> effects) {
        return run.once(effects.then(mark)).doOnSuccess(_ -> used = true);
    }

    /** Marks the event of a handler that had nothing to write. */
    Mono<Void> markUnlessMarked() {
        return Mono.defer(() -> used ? Mono.empty() : run.once(mark));
    }
}
