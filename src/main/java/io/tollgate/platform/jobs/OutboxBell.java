package io.tollgate.platform.jobs;

import java.time.Duration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Tells this node's relay that the outbox has something new, once it is committed. Many rings while the relay works make one
 * further look.
 *
 * <p>Not a trigger with NOTIFY: PostgreSQL makes committing transactions that notify wait for each other, which costs more than
 * half of the writes per second.
 */
@Component
class OutboxBell {

    private static final Duration OTHERS_RING = Duration.ofMillis(10);

    private final Sinks.Many<Boolean> rings = Sinks.many().multicast().directBestEffort();

    void ring() {
        rings.emitNext(Boolean.TRUE, Sinks.EmitFailureHandler.busyLooping(OTHERS_RING));
    }

    Flux<Boolean> rings() {
        return rings.asFlux();
    }

    /** Rings when the current transaction has committed, at once if there is none. */
    Mono<Void> ringAfterCommit() {
        return TransactionSynchronizationManager.forCurrentTransaction()
                .doOnNext(transaction -> transaction.registerSynchronization(new AfterCommit()))
                .onErrorComplete(NoTransactionException.class)
                .switchIfEmpty(Mono.fromRunnable(this::ring))
                .then();
    }

    private final class AfterCommit implements TransactionSynchronization {
        @Override
        public Mono<Void> afterCommit() {
            return Mono.fromRunnable(OutboxBell.this::ring);
        }
    }
}
