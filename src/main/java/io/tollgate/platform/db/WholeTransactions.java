package io.tollgate.platform.db;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.reactive.TransactionCallback;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

/**
 * Transactions that run to their end, whoever hangs up. Cancelling one is a race: the roll-back is sent from the thread that gives
 * up while the next statement is sent from the connection's, and a statement that comes behind the roll-back is committed alone
 * (ADR 81). What is emitted comes after the commit, all at once.
 *
 * <p>How one ends that nobody waits for any more is counted, {@code tollgate.transactions.abandoned} by {@code outcome}; why it
 * failed, nobody is to be woken for: whoever hangs up on purpose would have a line of the log for each try.
 */
final class WholeTransactions implements TransactionalOperator {

    private static final Logger log = LoggerFactory.getLogger(WholeTransactions.class);

    private final TransactionalOperator transactions;
    private final Counter committed;
    private final Counter failed;

    WholeTransactions(TransactionalOperator transactions, MeterRegistry meters) {
        this.transactions = transactions;
        this.committed = counter("committed", meters);
        this.failed = counter("failed", meters);
    }

    private static Counter counter(String outcome, MeterRegistry meters) {
        return Counter.builder("tollgate.transactions.abandoned")
                .description("Transactions that ended when nobody waited for them any more")
                .tag("outcome", outcome)
                .register(meters);
    }

    @Override
    public <T> Mono<T> transactional(Mono<T> work) {
        return whole(transactions.transactional(work));
    }

    @Override
    public <T> Flux<T> execute(TransactionCallback<T> work) {
        return whole(transactions.execute(work).collectList()).flatMapIterable(all -> all);
    }

    /** In the caller's context: it may bring an outer transaction, and brings the trace. */
    private <T> Mono<T> whole(Mono<T> transaction) {
        return Mono.deferContextual(context -> {
            AtomicBoolean abandoned = new AtomicBoolean();
            // A failure is a value until somebody takes it: Reactor logs, as an error, one that nobody takes.
            Mono<Signal<T>> end = transaction.materialize().doOnNext(how -> {
                if (abandoned.get()) {
                    ended(how);
                }
            });
            return Mono.fromFuture(end.contextWrite(context).toFuture(), true)
                    .<T>dematerialize()
                    .doOnCancel(() -> abandoned.set(true));
        });
    }

    private void ended(Signal<?> how) {
        (how.isOnError() ? failed : committed).increment();
        // Not what it would have answered: that may be a token.
        log.debug("A transaction that nobody waits for any more: {}", how.getType(), how.getThrowable());
    }
}
