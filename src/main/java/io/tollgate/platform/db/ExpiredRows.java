package io.tollgate.platform.db;

import java.time.Clock;
import java.time.Duration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Deletes what has had its time, in batches, so that no statement holds many locks for long. */
@Component
public class ExpiredRows {

    private static final int BATCH = 1_000;

    private final DatabaseClient db;
    private final Clock clock;

    ExpiredRows(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * Deletes the rows of the table whose moment is longer ago than this.
     *
     * @param table and column, from the source and never from a request
     */
    public Mono<Void> delete(String table, String column, Duration ago) {
        return Mono.defer(() -> batch(table, column, ago))
                .repeat()
                .takeUntil(deleted -> deleted < BATCH)
                .then();
    }

    private Mono<Long> batch(String table, String column, Duration ago) {
        return db.sql("""
                        delete from %1$s where ctid = any (array(
                            select ctid from %1$s where %2$s < :moment limit %3$d))
                        """.formatted(table, column, BATCH))
                .bind("moment", clock.instant().minus(ago))
                .fetch()
                .rowsUpdated();
    }
}
