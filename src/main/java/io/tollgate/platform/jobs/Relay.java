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

/** Carries outbox rows to Kafka, on nodes with the role {@code worker}; any number of them side by side. */
@Component
class Relay extends BackgroundWork {

    private final OutboxRows rows;
    private final OutboxBell bell;
    private final Publisher publisher;
    private final Carrier carrier;
    private final PausedTopics paused;
    private final Topics topics;
    private final QuietLog log;
    private final JobsProperties properties;
    private final Clock clock;

    Relay(
            OutboxRows rows,
            OutboxBell bell,
            Publisher publisher,
            Carrier carrier,
            PausedTopics paused,
            Topics topics,
            QuietLog log,
            JobsProperties properties,
            Roles roles,
            Clock clock) {
        super(roles.has(Roles.Role.WORKER));
        this.rows = rows;
        this.bell = bell;
        this.publisher = publisher;
        this.carrier = carrier;
        this.paused = paused;
        this.topics = topics;
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

    private Mono<Integer> batch(KafkaSender<String, byte[]> sender) {
        return carrier.carry(sender, Mono.defer(this::claim));
    }

    private Mono<List<OutboxRow>> claim() {
        Instant now = clock.instant();
        return rows.claim(paused.names(), now, now.plus(properties.lease()));
    }

    private void failed(Throwable failure) {
        topics.forget();
        log.warn("relay", "Jobs wait in the outbox", failure);
    }
}
