package io.tollgate.auth;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import io.tollgate.Awaiting;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A transaction elsewhere that has changed a user's row and is yet to commit: whoever wants that row waits. */
public final class OpenTransaction implements AutoCloseable {

    private static final String DEACTIVATION = "update users set is_active = false where id = $1";

    private final DatabaseClient db;
    private final UUID userId;
    private final Connection connection;
    private final int pid;

    private OpenTransaction(DatabaseClient db, UUID userId, Connection connection) {
        this.db = db;
        this.userId = userId;
        this.connection = connection;
        this.pid = Flux.from(connection
                        .createStatement("select pg_backend_pid() as pid")
                        .execute())
                .concatMap(result -> result.map(row -> row.get("pid", Integer.class)))
                .blockLast();
    }

    /** @param sql what it begins with; {@code $1} is the user's id */
    public static OpenTransaction begin(DatabaseClient db, String sql, UUID userId) {
        Connection connection = Mono.from(db.getConnectionFactory().create())
                .cast(Connection.class)
                .block();
        Mono.from(connection.beginTransaction()).block();
        OpenTransaction begun = new OpenTransaction(db, userId, connection);
        begun.execute(sql);
        return begun;
    }

    /** What becomes of a call that comes while the user is being deactivated. */
    public static <T> T whileDeactivated(DatabaseClient db, UUID userId, Supplier<T> call) {
        CompletableFuture<T> answer;
        try (OpenTransaction deactivation = begin(db, DEACTIVATION, userId)) {
            answer = deactivation.meet(call);
        }
        return answer.join();
    }

    /** Starts the call, and comes back when it waits for this transaction or is done. */
    public <T> CompletableFuture<T> meet(Supplier<T> call) {
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(call);
        Awaiting.until("the call waits for the transaction", () -> answer.isDone() || keepsSomebodyWaiting());
        return answer;
    }

    public void execute(String sql) {
        Flux.from(connection.createStatement(sql).bind("$1", userId).execute())
                .concatMap(Result::getRowsUpdated)
                .blockLast();
    }

    /** Commits. */
    @Override
    public void close() {
        Mono.from(connection.commitTransaction())
                .then(Mono.from(connection.close()))
                .block();
    }

    private boolean keepsSomebodyWaiting() {
        return db.sql("select count(*) > 0 from pg_stat_activity where :pid = any(pg_blocking_pids(pid))")
                .bind("pid", pid)
                .mapValue(Boolean.class)
                .one()
                .block();
    }
}
