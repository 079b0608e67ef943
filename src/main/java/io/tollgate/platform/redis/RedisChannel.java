package io.tollgate.platform.redis;

import java.time.Instant;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells all nodes something at once, this one included. A message is not kept: who was cut off has missed it. So what is told
 * here also stands in the database, and a listener reads it there whenever {@link #reconnected()} says that there may be a gap.
 */
public interface RedisChannel {

    /** Completes when Redis has taken the message; {@link RedisUnavailable} when it has not. */
    Mono<Void> publish(String message);

    /** All messages from now on, across reconnects; never ends. Arrives on a thread that may compute, not block. */
    Flux<String> messages();

    /**
     * Each time listening has begun, the first time included, and when a listener was too slow to be told everything: from
     * this moment on messages arrive, what was said before may be lost. Never ends; a new subscriber is told at once if
     * listening has begun already.
     */
    Flux<Instant> reconnected();
}
