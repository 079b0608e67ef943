package io.tollgate.billing.stripe;

import io.tollgate.platform.jobs.JobRun;
import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** A job's run that marks the event as processed in the transaction of the handler's effects. */
record StripeEventRun(JobRun run, Mono<Void> mark) implements JobRun {

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
        return run.once(effects.then(mark));
    }
}
