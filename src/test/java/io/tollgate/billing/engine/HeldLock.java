package io.tollgate.billing.engine;

import io.tollgate.Awaiting;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A row that a test keeps locked until it lets go, so that others come to it in the order that the test wants. */
final class HeldLock {

    /** Whose money is whose: the accounts', and the numbers of documents. */
    private static final String WAITING = """
            select count(*) as waiting from pg_stat_activity
            where wait_event_type = 'Lock' and (query like '%invoice_series%' or query like '%billing_accounts%')
            """;

    private final DatabaseClient db;
    private final Sinks.Empty<Void> over = Sinks.empty();
    private final CompletableFuture<Void> done;

    /**
     * @param update what locks the row
     * @param last done in the same transaction before it ends
     */
    HeldLock(DatabaseClient db, TransactionalOperator tx, String update, Mono<?> last) {
        this.db = db;
        Sinks.Empty<Void> held = Sinks.empty();
        this.done = db.sql(update)
                .fetch()
                .rowsUpdated()
                .doOnSuccess(_ -> held.tryEmitEmpty())
                .then(over.asMono().timeout(Duration.ofSeconds(15)))
                .then(last)
                .then()
                .as(tx::transactional)
                .toFuture();
        held.asMono().block(Duration.ofSeconds(5));
    }

    /** Until so many wait for this lock, or for one of those who do. */
    void awaitWaiting(long count) {
        Awaiting.until(
                count + " wait",
                () -> count <= (Long) db.sql(WAITING).fetch().one().block().get("waiting"));
    }

    void release() {
        over.tryEmitEmpty();
        done.orTimeout(5, TimeUnit.SECONDS).join();
    }
}
