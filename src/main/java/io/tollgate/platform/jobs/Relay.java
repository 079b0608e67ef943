package io.tollgate.platform.jobs;

import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.sender.KafkaSender;
import reactor.util.retry.Retry;

/** Carries outbox rows to Kafka, on nodes with the role {@code worker}; any number of them side by side. */
@Component
class Relay extends BackgroundWork {

    private final PausedTopics paused;
    private final OutboxRows rows;
    private final OutboxBell bell;
    private final Publisher publisher;
    private final Carrier carrier;
    private final Topics topics;
    private final QuietLog log;
    private final JobsProperties properties;

    Relay(
            PausedTopics paused,
            OutboxRows rows,
            OutboxBell bell,
            Publisher publisher,
            Carrier carrier,
            Topics topics,
            QuietLog log,
            JobsProperties properties,
            Roles roles) {
        super(roles.has(Roles.Role.WORKER));
        this.paused = paused;
        this.rows = rows;
        this.bell = bell;
        this.publisher = publisher;
        this.carrier = carrier;
        this.topics = topics;
        this.log = log;
        this.properties = properties;
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
        return round(sender).expand(size -> size == OutboxRows.BATCH && isRunning() ? round(sender) : Mono.empty());
    }

    /** Topic by topic while one is paused, or each look would go past all of its rows. */
    private Mono<Integer> round(KafkaSender<String, byte[]> sender) {
        Set<String> passedOver = paused.names();
        return passedOver.isEmpty() ? carrier.carry(sender) : others(passedOver, sender);
    }

    /** The size of the largest batch. One that fails lets the others end: they have the same producer. */
    private Mono<Integer> others(Set<String> passedOver, KafkaSender<String, byte[]> sender) {
        return rows.topics()
                .flatMapIterable(Function.identity())
                .filter(topic -> !passedOver.contains(topic))
                .flatMapDelayError(topic -> carrier.carry(sender, topic), Publisher.TOPICS, 1)
                .reduce(0, Math::max);
    }

    private void failed(Throwable failure) {
        topics.forget();
        log.warn("relay", "Jobs wait in the outbox", failure);
    }
}
