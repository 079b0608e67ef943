package io.tollgate.platform.jobs;

import java.time.Instant;
import java.util.UUID;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** The run that a handler sees. */
final class JobAttempt implements JobRun {

    private final JobMessage job;
    private final ProcessedJobs processed;
    private final TransactionalOperator transaction;
    private volatile boolean marked;

    JobAttempt(JobMessage job, ProcessedJobs processed, TransactionalOperator transaction) {
        this.job = job;
        this.processed = processed;
        this.transaction = transaction;
    }

    @Override
    public UUID id() {
        return job.id();
    }

    @Override
    public int attempt() {
        return job.attempt();
    }

    @Override
    public Instant createdAt() {
        return job.createdAt();
    }

    @Override
    public Mono<Void> once(Mono<Void> effects) {
        return transaction
                .transactional(mark().flatMap(first -> first ? effects : Mono.empty()))
                .then(Mono.fromRunnable(() -> marked = true));
    }

    /** Its effects are committed: nothing will bring it back. */
    boolean done() {
        return marked;
    }

    /** For handlers that had nothing to write. */
    Mono<Void> markUnlessMarked() {
        return Mono.defer(() -> marked ? Mono.empty() : mark().then());
    }

    private Mono<Boolean> mark() {
        return processed.mark(job.id(), job.type());
    }
}
