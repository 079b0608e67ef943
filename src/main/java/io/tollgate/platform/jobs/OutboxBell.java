package io.tollgate.platform.jobs;

import java.util.concurrent.atomic.AtomicInteger;
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

    private final Sinks.Many<Boolean> rings = Sinks.many().multicast().directBestEffort();

    /** Rings asked for and not yet rung. */
    private final AtomicInteger asked = new AtomicInteger();

    /** Never waits: who comes while another rings leaves it to that one to ring once more. */
    void ring() {
        if (asked.getAndIncrement() > 0) {
            return;
        }
        int answered = 1;
        while (answered > 0) {
            Sinks.EmitResult _ = rings.tryEmitNext(Boolean.TRUE);
            answered = asked.addAndGet(-answered);
        }
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
