package io.tollgate.platform.jobs;

import reactor.core.publisher.Mono;

/**
 * Does one kind of work. Declared by the feature whose data it touches; found by its type.
 *
 * <p>A job is delivered at least once. Remote calls come first and must bear repetition; what is written to the database goes
 * through {@link JobRun#once}, which happens exactly once per job. An error puts the job back with a growing delay and after
 * the last attempt among the dead letters.
 */
public interface JobHandler<P> {

    JobType<P> type();

    Mono<Void> handle(P payload, JobRun run);
}
