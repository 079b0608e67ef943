package io.tollgate.auth.session;

import io.tollgate.platform.redis.RedisChannel;
import io.tollgate.platform.redis.RedisChannels;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Carries revocations to the other nodes at once. It may lose some, while Redis is away: each node reads the database as well,
 * after a gap and every moment.
 */
@Component
class RevocationNews implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RevocationNews.class);

    private final RedisChannel channel;
    private final Revocations revocations;
    private volatile Disposable listening = Disposables.disposed();

    RevocationNews(RedisChannels channels, Revocations revocations) {
        this.channel = channels.open("revocations");
        this.revocations = revocations;
    }

    /** Never fails: what Redis does not take, the database tells within a second. */
    Mono<Void> tell(List<Revocation> ended) {
        return Flux.fromIterable(ended)
                .buffer(100)
                .concatMap(some -> channel.publish(encode(some)))
                .then()
                .doOnError(fault -> log.debug("Revocations go by the database alone: {}", fault.toString()))
                .onErrorComplete();
    }

    @Override
    public void start() {
        Flux<Void> heard = channel.messages()
                .doOnNext(message -> revocations.add(decode(message)))
                .thenMany(Flux.empty());
        Flux<Void> gaps = channel.reconnected().onBackpressureLatest().concatMap(_ -> catchUp(), 1);
        listening = Flux.merge(heard, gaps).subscribe();
    }

    @Override
    public void stop() {
        listening.dispose();
    }

    @Override
    public boolean isRunning() {
        return !listening.isDisposed();
    }

    @Override
    public int getPhase() {
        return 0;
    }

    private Mono<Void> catchUp() {
        return revocations.catchUp().onErrorComplete();
    }

    /** One moment, then sessions: all end at once, and their tokens with them. */
    static String encode(List<Revocation> some) {
        StringBuilder message = new StringBuilder();
        message.append(some.getFirst().until().toEpochMilli());
        some.forEach(revocation -> message.append(' ').append(revocation.sessionId()));
        return message.toString();
    }

    /** Nothing of a message that is not one of ours, be it from an older or newer version. */
    static List<Revocation> decode(String message) {
        try {
            String[] words = message.split(" ");
            Instant until = Instant.ofEpochMilli(Long.parseLong(words[0]));
            return Arrays.stream(words)
                    .skip(1)
                    .map(word -> new Revocation(UUID.fromString(word), until))
                    .toList();
        } catch (IllegalArgumentException _) {
            log.warn("Heard a revocation that cannot be read");
            return List.of();
        }
    }
}
