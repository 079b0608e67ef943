package io.tollgate.platform.jobs;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.receiver.KafkaReceiver;
import reactor.kafka.receiver.ReceiverRecord;
import reactor.util.retry.Retry;

/**
 * Takes jobs from Kafka, on nodes with the role {@code worker}: one consumer per topic, so many jobs of it at once as
 * configured. A slow job costs its topic one slot. Offsets are committed in order, behind the oldest unfinished job.
 */
@Component
class Worker implements SmartLifecycle {

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration LEAVE_GROUP = Duration.ofSeconds(5);

    private final JobHandlers handlers;
    private final JobRunner runner;
    private final KafkaClients clients;
    private final Topics topics;
    private final LostMessages lost;
    private final QuietLog log;
    private final JobsProperties properties;
    private final Roles roles;

    private final AtomicInteger inHand = new AtomicInteger();
    private final Set<Object> consumers = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;
    private volatile @Nullable Disposable running;

    Worker(
            JobHandlers handlers,
            JobRunner runner,
            KafkaClients clients,
            Topics topics,
            LostMessages lost,
            QuietLog log,
            JobsProperties properties,
            Roles roles) {
        this.handlers = handlers;
        this.runner = runner;
        this.clients = clients;
        this.topics = topics;
        this.lost = lost;
        this.log = log;
        this.properties = properties;
        this.roles = roles;
    }

    @Override
    public void start() {
        stopping = false;
        Set<String> all = handlers.topics();
        running = Flux.fromIterable(all)
                .flatMap(this::consume, Math.max(1, all.size()))
                .subscribe();
    }

    /** Takes nothing new, lets what is in hand finish, commits, and leaves the groups. */
    @Override
    public void stop(Runnable callback) {
        stopping = true;
        Disposable ignored = until(() -> inHand.get() == 0, properties.stopTimeout())
                .then(Mono.fromRunnable(this::disconnect))
                .then(Mono.defer(() -> until(consumers::isEmpty, LEAVE_GROUP)))
                .doFinally(_ -> callback.run())
                .subscribe();
    }

    @Override
    public void stop() {
        stopping = true;
        disconnect();
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }

    @Override
    public boolean isAutoStartup() {
        return roles.has(Roles.Role.WORKER);
    }

    private Flux<Long> consume(String topic) {
        return topics.ensure(Set.of(topic))
                .then(lost.look(topic))
                .thenMany(Flux.defer(() -> receive(topic)).subscribeOn(Schedulers.boundedElastic(), false))
                .flatMapDelayError(message -> handle(topic, message), properties.concurrencyOf(topic), 1)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(500))
                        .maxBackoff(Duration.ofSeconds(5))
                        .transientErrors(true)
                        .doBeforeRetry(retry -> failed(retry.failure())));
    }

    private Flux<ReceiverRecord<byte[], byte[]>> receive(String topic) {
        return KafkaReceiver.create(clients.receiver(topic, consumers)).receive();
    }

    private Mono<Long> handle(String topic, ReceiverRecord<byte[], byte[]> message) {
        if (stopping) {
            // Not acknowledged: another node will get it.
            return Mono.empty();
        }
        return runner.run(delivery(topic, message))
                .thenReturn(message.offset())
                .doOnNext(_ -> message.receiverOffset().acknowledge())
                .doFirst(inHand::incrementAndGet)
                .doFinally(_ -> inHand.decrementAndGet());
    }

    private static Delivery delivery(String topic, ReceiverRecord<byte[], byte[]> message) {
        byte[] value = message.value();
        String place = message.partition() + ":" + message.offset() + ":" + message.timestamp();
        return new Delivery(topic, place, value == null ? new byte[0] : value);
    }

    private void disconnect() {
        Disposable current = running;
        if (current != null) {
            current.dispose();
            running = null;
        }
    }

    private void failed(Throwable failure) {
        topics.forget();
        log.warn("worker", "Jobs wait in Kafka", failure);
    }

    private static Mono<Void> until(BooleanSupplier done, Duration atMost) {
        return Flux.interval(LOOK)
                .takeUntil(_ -> done.getAsBoolean())
                .take(atMost)
                .then();
    }
}
