package io.tollgate.platform.jobs;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.api.Notification;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.postgresql.api.PostgresqlResult;
import io.r2dbc.spi.ValidationDepth;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Carries the bell from nodes that only answer requests to those that work, with NOTIFY and LISTEN. A missed ring costs no more
 * than the poll interval.
 */
@Component
class RemoteBell extends BackgroundWork {

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration PULSE = Duration.ofSeconds(30);
    private static final Duration PULSE_TIMEOUT = Duration.ofSeconds(5);

    private final ConnectionPool pool;
    private final DatabaseClient db;
    private final OutboxBell bell;
    private final QuietLog log;
    private final boolean worker;

    RemoteBell(ConnectionPool pool, DatabaseClient db, OutboxBell bell, QuietLog log, Roles roles) {
        super(true);
        this.pool = pool;
        this.db = db;
        this.bell = bell;
        this.log = log;
        this.worker = roles.has(Roles.Role.WORKER);
    }

    @Override
    Flux<?> work(Mono<Void> stop) {
        Flux<?> work = worker ? listening() : telling();
        return work.retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(500))
                        .maxBackoff(Duration.ofSeconds(5))
                        .transientErrors(true)
                        .doBeforeRetry(retry -> log.warn("bell", "Nodes do not wake each other", retry.failure())))
                .takeUntilOther(stop);
    }

    /** Many rings make few notifications. */
    private Flux<Long> telling() {
        return bell.rings().onBackpressureLatest().concatMap(_ -> tell().then(Mono.delay(PAUSE)), 1);
    }

    private Mono<Void> tell() {
        return db.sql("select pg_notify('outbox', '')").then();
    }

    private Flux<Object> listening() {
        // Outside the pool: a connection that listens is never given back.
        return Flux.usingWhen(factory().create(), this::listen, PostgresqlConnection::close);
    }

    private Flux<Object> listen(PostgresqlConnection connection) {
        Flux<Notification> notifications = connection
                .getNotifications()
                .doOnNext(_ -> bell.ring())
                .concatWith(Mono.error(() -> new IllegalStateException("The connection has gone")));
        return connection
                .createStatement("listen outbox")
                .execute()
                .concatMap(PostgresqlResult::getRowsUpdated)
                .thenMany(Flux.merge(notifications, pulse(connection)));
    }

    /** A connection that dies without a word looks like one on which nobody speaks. */
    private static Flux<Boolean> pulse(PostgresqlConnection connection) {
        return Flux.interval(PULSE)
                .onBackpressureDrop()
                .concatMap(
                        _ -> Mono.from(connection.validate(ValidationDepth.REMOTE))
                                .timeout(PULSE_TIMEOUT),
                        1)
                .doOnNext(RemoteBell::requireAlive);
    }

    private static void requireAlive(boolean alive) {
        if (!alive) {
            throw new IllegalStateException("The connection is dead");
        }
    }

    private PostgresqlConnectionFactory factory() {
        Object driver = Objects.requireNonNull(((Wrapped<?>) pool).unwrap(), "driver");
        return (PostgresqlConnectionFactory) driver;
    }
}
