package io.tollgate.platform.jobs;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Measures what waits, now and then rather than at each scrape: {@code tollgate.outbox.depth} (jobs that are not done) and
 * {@code tollgate.outbox.oldest.age} (seconds since the oldest row could have gone), {@code tollgate.dead.letters}.
 */
@Component
class OutboxWatch extends BackgroundWork {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final DatabaseClient db;
    private final QuietLog log;
    private final Clock clock;

    private volatile Backlog latest = new Backlog(0, 0, 0);

    OutboxWatch(DatabaseClient db, MeterRegistry registry, QuietLog log, Roles roles, Clock clock) {
        super(roles.has(Roles.Role.WORKER));
        this.db = db;
        this.log = log;
        this.clock = clock;
        Gauge.builder("tollgate.outbox.depth", this, watch -> watch.latest.depth())
                .register(registry);
        Gauge.builder("tollgate.outbox.oldest.age", this, watch -> watch.latest.oldestSeconds())
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("tollgate.dead.letters", this, watch -> watch.latest.deadLetters())
                .register(registry);
    }

    private record Backlog(long depth, double oldestSeconds, long deadLetters) {}

    Mono<Void> measure() {
        return Mono.defer(() -> backlog(clock.instant()))
                .doOnNext(backlog -> latest = backlog)
                .then();
    }

    @Override
    Flux<?> work(Mono<Void> stop) {
        return Flux.interval(INTERVAL)
                .onBackpressureDrop()
                .takeUntilOther(stop)
                .concatMap(_ -> measure().onErrorResume(this::failed), 1);
    }

    private Mono<Backlog> backlog(Instant now) {
        return db.sql("""
                        select count(*) as depth,
                               coalesce(extract(epoch from :now - min(available_at)
                                                           filter (where available_at <= :now)), 0)::float8 as oldest,
                               (select count(*) from dead_letters) as dead
                        from outbox
                        """).bind("now", now).map(OutboxWatch::toBacklog).one();
    }

    private static Backlog toBacklog(Readable row) {
        return new Backlog(
                Columns.required(row, "depth", Long.class),
                Columns.required(row, "oldest", Double.class),
                Columns.required(row, "dead", Long.class));
    }

    private Mono<Void> failed(Throwable failure) {
        log.warn("watch", "The outbox is not measured", failure);
        return Mono.empty();
    }
}
