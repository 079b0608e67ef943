package io.tollgate.platform.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.sender.KafkaSender;
import reactor.util.retry.Retry;
import tools.jackson.core.JacksonException;

/**
 * Carries outbox rows to Kafka, on nodes with the role {@code worker}; any number of them side by side.
 *
 * <p>Claim, publish and delete are three steps without a transaction round them. A node that dies in between leaves rows whose
 * lease runs out; they are published again and the mark of the finished job drops the second delivery.
 */
@Component
class Relay extends BackgroundWork {

    private final OutboxRows rows;
    private final FailedJobs failed;
    private final OutboxBell bell;
    private final Publisher publisher;
    private final Topics topics;
    private final JobMetrics metrics;
    private final QuietLog log;
    private final JobsProperties properties;
    private final Clock clock;

    Relay(
            OutboxRows rows,
            FailedJobs failed,
            OutboxBell bell,
            Publisher publisher,
            Topics topics,
            JobMetrics metrics,
            QuietLog log,
            JobsProperties properties,
            Roles roles,
            Clock clock) {
        super(roles.has(Roles.Role.WORKER));
        this.rows = rows;
        this.failed = failed;
        this.bell = bell;
        this.publisher = publisher;
        this.topics = topics;
        this.metrics = metrics;
        this.log = log;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    Flux<?> work(Mono<Void> stop) {
        return Flux.usingWhen(publisher.open(), sender -> session(sender, stop), publisher::close)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(500))
                        .maxBackoff(Duration.ofSeconds(5))
                        .transientErrors(true)
                        .doBeforeRetry(retry -> failed(retry.failure())));
    }

    private Flux<Integer> session(KafkaSender<String, byte[]> sender, Mono<Void> stop) {
        return Flux.merge(Flux.interval(Duration.ZERO, properties.pollInterval()), bell.rings())
                .onBackpressureLatest()
                .publishOn(Schedulers.parallel(), 1)
                .takeUntilOther(stop)
                .concatMap(_ -> drain(sender), 1);
    }

    private Flux<Integer> drain(KafkaSender<String, byte[]> sender) {
        return batch(sender).expand(size -> size == OutboxRows.BATCH && isRunning() ? batch(sender) : Mono.empty());
    }

    /**
     * Whatever goes wrong, and when the node stops amid it, rows that are still there are given back: as long as they stayed leased,
     * younger ones would go before them.
     */
    private Mono<Integer> batch(KafkaSender<String, byte[]> sender) {
        return Mono.usingWhen(
                Mono.defer(this::claim),
                claimed -> claimed.isEmpty() ? Mono.just(0) : publish(sender, claimed),
                _ -> Mono.empty(),
                (claimed, _) -> rows.release(claimed),
                rows::release);
    }

    private Mono<List<OutboxRow>> claim() {
        Instant now = clock.instant();
        return rows.claim(now, now.plus(properties.lease()));
    }

    private Mono<Integer> publish(KafkaSender<String, byte[]> sender, List<OutboxRow> claimed) {
        return publisher.publish(sender, claimed).flatMap(this::settle).thenReturn(claimed.size());
    }

    private Mono<Void> settle(Published published) {
        Mono<Void> deleted = published.taken().isEmpty() ? Mono.empty() : rows.delete(published.taken());
        return deleted.thenMany(Flux.fromIterable(published.refused().entrySet()))
                .concatMap(refused -> bury(refused.getKey(), refused.getValue()))
                .then(Mono.defer(() -> {
                    metrics.published(published.taken().size());
                    return published.left().isEmpty() ? Mono.empty() : Mono.error(failure(published));
                }));
    }

    private static Throwable failure(Published published) {
        Throwable failure = published.failure();
        return failure == null ? new IllegalStateException("Kafka gave no answer") : failure;
    }

    /** What Kafka takes at no time would keep everything behind it from going, on every node. */
    private Mono<Void> bury(OutboxRow row, Throwable failure) {
        log.warn("unpublishable", "Job " + row.type() + " " + row.id() + " cannot be published and is dead", failure);
        metrics.finished(row.type(), JobMetrics.Outcome.DEAD, Duration.ZERO);
        return failed.bury(row, !(failure instanceof JacksonException), Failures.describe(failure));
    }

    private void failed(Throwable failure) {
        topics.forget();
        log.warn("relay", "Jobs wait in the outbox", failure);
    }
}
