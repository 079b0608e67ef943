package io.tollgate.platform.redis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitFailureHandler;
import reactor.core.scheduler.Schedulers;

/** One channel. A listener that falls behind is told of a gap instead of holding up the connection. */
final class Listening implements RedisChannel {

    private static final int MAX_BEHIND = 4096;

    private final String key;
    private final Redis redis;
    private final Clock clock;
    private final Sinks.Many<String> messages = Sinks.many().multicast().directBestEffort();
    private final Sinks.Many<Instant> begins = Sinks.many().replay().latest();

    Listening(String key, Redis redis, Clock clock) {
        this.key = key;
        this.redis = redis;
        this.clock = clock;
    }

    @Override
    public Mono<Void> publish(String message) {
        return redis.run(commands -> commands.publish(key, message)).then();
    }

    @Override
    public Flux<String> messages() {
        return messages.asFlux()
                .onBackpressureBuffer(MAX_BEHIND, _ -> begun(), BufferOverflowStrategy.DROP_OLDEST)
                .publishOn(Schedulers.parallel());
    }

    @Override
    public Flux<Instant> reconnected() {
        return begins.asFlux().onBackpressureLatest().publishOn(Schedulers.parallel(), 1);
    }

    void heard(String message) {
        messages.emitNext(message, patiently());
    }

    void begun() {
        begins.emitNext(clock.instant(), patiently());
    }

    private static EmitFailureHandler patiently() {
        return EmitFailureHandler.busyLooping(Duration.ofSeconds(1));
    }
}
