package io.tollgate.platform.idempotency;

import io.tollgate.platform.jobs.JobRun;
import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** A job called without the machinery of jobs. */
record NoRun() implements JobRun {

    @Override
    public UUID id() {
        return new UUID(0, 0);
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public Instant createdAt() {
        return Instant.EPOCH;
    }

    @Override
    public Mono<Void> once(Mono<Void> effects) {
        return effects;
    }
}
