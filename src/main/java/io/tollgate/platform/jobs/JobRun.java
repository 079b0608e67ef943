package io.tollgate.platform.jobs;

import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** One delivery of a job to its handler. */
public interface JobRun {

    /** The same for every delivery and attempt of this job. */
    UUID id();

    /** 1 for the first. */
    int attempt();

    /** When the work was promised. */
    Instant createdAt();

    /**
     * Runs the effects and marks the job as done in one transaction; does nothing when an earlier delivery has done so. A
     * handler that never calls it is marked as done after it completes.
     */
    Mono<Void> once(Mono<Void> effects);
}
