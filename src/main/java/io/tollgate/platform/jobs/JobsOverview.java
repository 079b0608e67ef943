package io.tollgate.platform.jobs;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What waits, what is dead and what comes round, for people. */
@Repository
public class JobsOverview {

    private final DatabaseClient db;

    JobsOverview(DatabaseClient db) {
        this.db = db;
    }

    /**
     * What the outbox holds of one type: promised and not done yet, be it that it waits, is under way or in work.
     *
     * @param retrying how many of them have failed before
     * @param oldestCreatedAt when the oldest was promised
     */
    public record Waiting(String type, long count, long retrying, Instant oldestCreatedAt) {}

    public record Dead(String type, long count, Instant latestDiedAt) {}

    /** @param lastAt null when it has not come round yet */
    public record Round(String name, String cron, @Nullable Instant lastAt, Instant nextAt) {}

    public Mono<List<Waiting>> waiting() {
        return db.sql("""
                        select type, count(*) as count, count(*) filter (where attempt > 1) as retrying,
                               min(created_at) as oldest
                        from outbox group by type order by type limit 200
                        """)
                .map(row -> new Waiting(
                        Columns.required(row, "type", String.class),
                        Columns.required(row, "count", Long.class),
                        Columns.required(row, "retrying", Long.class),
                        Columns.time(row, "oldest")))
                .all()
                .collectList();
    }

    public Mono<List<Dead>> dead() {
        return db.sql("""
                        select type, count(*) as count, max(died_at) as latest
                        from dead_letters group by type order by type limit 200
                        """)
                .map(row -> new Dead(
                        Columns.required(row, "type", String.class),
                        Columns.required(row, "count", Long.class),
                        Columns.time(row, "latest")))
                .all()
                .collectList();
    }

    public Mono<List<Round>> schedules() {
        return db.sql("select name, cron, last_at, next_at from schedules order by name limit 200")
                .map(JobsOverview::round)
                .all()
                .collectList();
    }

    private static Round round(Readable row) {
        return new Round(
                Columns.required(row, "name", String.class),
                Columns.required(row, "cron", String.class),
                Columns.timeOrNull(row, "last_at"),
                Columns.time(row, "next_at"));
    }
}
