package io.tollgate.platform.jobs;

import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** The first attempt of a job that nobody does beside. */
public class FirstRun implements JobRun {

    @Override
    public UUID id() {
        return new UUID(0, 1);
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
