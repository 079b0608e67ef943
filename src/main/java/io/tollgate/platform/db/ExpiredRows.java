package io.tollgate.platform.db;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Deletes what has had its time, in batches, so that no statement holds many locks for long. A batch counts the rows it found and not
 * those it deleted: another node may have taken the same ones, and behind them there are more. Nothing goes
 * that the database's clock and this machine's have not both reached.
 */
@Component
public class ExpiredRows {

    private static final int BATCH = 1_000;
    private static final int SOME_BATCHES = 100;

    private final DatabaseClient db;
    private final Clock clock;
    private final DatabaseClock databaseClock;

    ExpiredRows(DatabaseClient db, Clock clock, DatabaseClock databaseClock) {
        this.db = db;
        this.clock = clock;
        this.databaseClock = databaseClock;
    }

    /**
     * Deletes the rows of the table whose moment is longer ago than this.
     *
     * @param table and column, from the source and never from a request
     */
    public Mono<Void> delete(String table, String column, Duration ago) {
        return delete(table, column, ago, "true");
    }

    /** Those of them that meet the condition, which comes from the source as well. */
    public Mono<Void> delete(String table, String column, Duration ago, String condition) {
        return Mono.defer(() -> batch(table, column, ago, condition))
                .repeat()
                .takeUntil(found -> found < BATCH)
                .then();
    }

    /** As much of it as a job has time for. Gives whether there may be more. */
    public Mono<Boolean> deleteSome(String table, String column, Duration ago) {
        return Mono.defer(() -> batch(table, column, ago, "true"))
                .repeat(SOME_BATCHES - 1)
                .takeUntil(found -> found < BATCH)
                .last()
                .map(found -> found >= BATCH);
    }

    /** Of a table in partitions, each has a row at a place: so the age is asked for where it deletes, too. */
    private Mono<Long> batch(String table, String column, Duration ago, String condition) {
        Instant now = clock.instant();
        return db.sql("""
                        with old as materialized (
                                select ctid from %1$s where %2$s < :moment and (%4$s) and %5$s limit %3$d),
                            gone as (delete from %1$s where %2$s < :moment and (%4$s) and ctid = any (array(select ctid from old)))
                        select count(*) from old
                        """.formatted(
                                table, column, BATCH, condition, databaseClock.reached("cast(:now as timestamptz)")))
                .bind("moment", now.minus(ago))
                .bind("now", now)
                .mapValue(Long.class)
                .one();
    }
}
