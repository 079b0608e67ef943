package io.tollgate.platform.jobs;

import io.tollgate.platform.db.RefusedValue;
import io.tollgate.platform.jobs.JobMetrics.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does what a message asks for. Completes when the message is dealt with for good: done, put back for later, or among the dead
 * letters. Never errors; while the database is away it waits.
 */
@Component
class JobRunner {

    private static final String UNKNOWN_TYPE = "unknown";

    private final JobHandlers handlers;
    private final ProcessedJobs processed;
    private final FailedJobs failed;
    private final RetryPolicy retryPolicy;
    private final TransactionalOperator transaction;
    private final JsonMapper json;
    private final JobMetrics metrics;
    private final Spans spans;
    private final QuietLog log;
    private final JobsProperties properties;
    private final Clock clock;

    JobRunner(
            JobHandlers handlers,
            ProcessedJobs processed,
            FailedJobs failed,
            RetryPolicy retryPolicy,
            TransactionalOperator transaction,
            JsonMapper json,
            JobMetrics metrics,
            Spans spans,
            QuietLog log,
            JobsProperties properties,
            Clock clock) {
        this.handlers = handlers;
        this.processed = processed;
        this.failed = failed;
        this.retryPolicy = retryPolicy;
        this.transaction = transaction;
        this.json = json;
        this.metrics = metrics;
        this.spans = spans;
        this.log = log;
        this.properties = properties;
        this.clock = clock;
    }

    Mono<Void> run(Delivery delivery) {
        return Mono.defer(() -> {
            try {
                return unlessDone(delivery, message(delivery));
            } catch (JacksonException | IllegalArgumentException e) {
                return buryUnreadable(delivery, e);
            }
        });
    }

    private JobMessage message(Delivery delivery) {
        @Nullable JobMessage message = json.readValue(delivery.value(), JobMessage.class);
        if (message == null) {
            throw new IllegalArgumentException("The message is null");
        }
        return message;
    }

    private Mono<Void> unlessDone(Delivery delivery, JobMessage job) {
        return untilStored(processed.contains(job.id()))
                .publishOn(Schedulers.parallel())
                .flatMap(done -> done ? duplicate(job) : attempt(delivery, job));
    }

    private Mono<Void> duplicate(JobMessage job) {
        return untilStored(processed.forgetPromise(job.id()))
                .then(Mono.fromRunnable(() -> metrics.finished(label(job), Outcome.DUPLICATE, Duration.ZERO)));
    }

    private Mono<Void> attempt(Delivery delivery, JobMessage job) {
        JobAttempt run = new JobAttempt(job, processed, transaction);
        long start = System.nanoTime();
        return spans.around(job, Mono.defer(() -> handle(handlers.find(job.type()), job, run)))
                .timeout(properties.handlerTimeout())
                .then(Mono.defer(() -> untilStored(run.markUnlessMarked())))
                .thenReturn(Outcome.SUCCEEDED)
                .onErrorResume(failure -> run.done() ? failedBehind(job, failure) : keep(delivery, job, failure))
                .doOnNext(outcome -> metrics.finished(label(job), outcome, Duration.ofNanos(System.nanoTime() - start)))
                .contextWrite(context -> Trace.into(context, job.traceparent()))
                .then();
    }

    private <P> Mono<Void> handle(@Nullable JobHandler<P> handler, JobMessage job, JobRun run) {
        return handler == null
                ? unhandled(job.type())
                : handler.handle(json.treeToValue(job.payload(), handler.type().payload()), run);
    }

    private Mono<Void> unhandled(String type) {
        // Possibly a type of the next release, seen by a node of the last one: later attempts may meet a handler.
        return handlers.retired(type)
                ? Mono.empty()
                : Mono.error(() -> new IllegalStateException("No handler for jobs of type " + type));
    }

    /** A handler that goes on behind its effects must be able to do without what comes then. */
    private Mono<Outcome> failedBehind(JobMessage job, Throwable failure) {
        log.warn(
                "job " + label(job),
                "Job " + job.type() + " " + job.id() + " has had its effect, but then failed; it is not tried again",
                failure);
        return Mono.just(Outcome.SUCCEEDED);
    }

    private Mono<Outcome> keep(Delivery delivery, JobMessage job, Throwable failure) {
        boolean again = retryPolicy.mayRetry(job.type(), job.attempt());
        log.warn(
                "job " + label(job),
                "Job " + job.type() + " " + job.id() + (again ? " will be tried again" : " is dead") + ", attempt "
                        + job.attempt() + " failed",
                failure);
        Mono<Void> kept =
                again ? retryLater(delivery, job) : failed.bury(delivery.topic(), job, Failures.describe(failure));
        Mono<Void> stored = kept.onErrorResume(
                RefusedValue::isCauseOf, e -> storeText(delivery, e).then(processed.forgetPromise(job.id())));
        return untilStored(stored).thenReturn(again ? Outcome.RETRIED : Outcome.DEAD);
    }

    private Mono<Void> retryLater(Delivery delivery, JobMessage job) {
        Instant availableAt = clock.instant().plus(retryPolicy.delayAfter(job.attempt()));
        return failed.retryAt(availableAt, delivery.topic(), job);
    }

    private Mono<Void> buryUnreadable(Delivery delivery, Exception failure) {
        metrics.finished(UNKNOWN_TYPE, Outcome.UNREADABLE, Duration.ZERO);
        log.warn("unreadable", "A message on " + delivery.topic() + " is no job", failure);
        return untilStored(storeText(delivery, failure));
    }

    private Mono<Void> storeText(Delivery delivery, Throwable failure) {
        String text = json.writeValueAsString(Failures.plain(delivery.text()));
        return failed.buryUnreadable(delivery, text, Failures.describe(failure));
    }

    private <T> Mono<T> untilStored(Mono<T> query) {
        return query.retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200))
                .maxBackoff(Duration.ofSeconds(5))
                .doBeforeRetry(retry -> log.warn("database", "Jobs wait for the database", retry.failure())));
    }

    private String label(JobMessage job) {
        return handlers.find(job.type()) == null ? UNKNOWN_TYPE : job.type();
    }
}
