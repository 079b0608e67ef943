package io.tollgate.platform.jobs;

import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.kafka.sender.KafkaSender;

/**
 * Tries the paused topics again, each by itself and with a producer apart from the relay's: the seconds until Kafka has refused
 * one cost the others nothing.
 */
@Component
class PausedRelay extends BackgroundWork {

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration WAITING = Duration.ofSeconds(10);

    private final PausedTopics paused;
    private final OutboxRows rows;
    private final OutboxBell bell;
    private final Publisher publisher;
    private final Carrier carrier;
    private final Topics topics;
    private final QuietLog log;
    private final Clock clock;

    PausedRelay(
            PausedTopics paused,
            OutboxRows rows,
            OutboxBell bell,
            Publisher publisher,
            Carrier carrier,
            Topics topics,
            QuietLog log,
            Roles roles,
            Clock clock) {
        super(roles.has(Roles.Role.WORKER));
        this.paused = paused;
        this.rows = rows;
        this.bell = bell;
        this.publisher = publisher;
        this.carrier = carrier;
        this.topics = topics;
        this.log = log;
        this.clock = clock;
    }

    @Override
    Flux<?> work(Mono<Void> stop) {
        return Flux.interval(INTERVAL)
                .onBackpressureDrop()
                .takeUntilOther(stop)
                .filter(_ -> !paused.names().isEmpty())
                .concatMap(_ -> attempt(), 1);
    }

    private Flux<Integer> attempt() {
        return Flux.usingWhen(publisher.open(), this::all, publisher::close)
                .onErrorResume(failure -> failed("Paused topics are not tried", failure));
    }

    private Flux<Integer> all(KafkaSender<String, byte[]> sender) {
        return Flux.fromIterable(paused.names()).flatMap(topic -> attempt(sender, topic), Publisher.TOPICS);
    }

    private Mono<Integer> attempt(KafkaSender<String, byte[]> sender, String topic) {
        return carrier.carry(sender, topic)
                .filterWhen(size -> size > 0 ? Mono.just(true) : nothingWaits(topic))
                .doOnNext(_ -> resume(topic))
                .onErrorResume(failure -> {
                    topics.forget(topic);
                    return failed("Jobs wait in the outbox for topic " + topic, failure);
                });
    }

    /**
     * Not so while another node tries the same rows again and again: nothing is known of the topic then. Those of a busy one are put
     * off before they have waited so long.
     */
    private Mono<Boolean> nothingWaits(String topic) {
        return Mono.defer(() -> rows.waits(topic, clock.instant().minus(WAITING)))
                .map(waits -> !waits);
    }

    private void resume(String topic) {
        paused.resume(topic);
        bell.ring();
    }

    private Mono<Integer> failed(String text, Throwable failure) {
        log.warn("paused", text, failure);
        return Mono.empty();
    }
}
