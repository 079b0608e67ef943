package io.tollgate.platform.jobs;

import java.time.Instant;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code schedules}. */
@Repository
class ScheduleRows {

    private final DatabaseClient db;

    ScheduleRows(DatabaseClient db) {
        this.db = db;
    }

    /** A new schedule starts at its next time; a changed one follows its new expression; any other stays as it is. */
    Mono<Void> declare(Schedule<?> schedule, Instant next) {
        return db.sql("""
                        insert into schedules (name, cron, next_at) values (:name, :cron, :next)
                        on conflict (name) do update set cron = excluded.cron, next_at = excluded.next_at
                        where schedules.cron <> excluded.cron
                        """)
                .bind("name", schedule.name())
                .bind("cron", schedule.cron())
                .bind("next", next)
                .then();
    }

    /**
     * Takes back a next time that is later than any of this release's: the clock was ahead for a moment and would have stopped the
     * schedule for as long, or another release comes round less often. While both run, the sooner time counts, and when the other
     * one has been taken back, ours do again.
     *
     * @param latest the latest next time that another node may have written meanwhile
     */
    Mono<Void> takeBack(Schedule<?> schedule, Instant next, Instant latest) {
        return db.sql("""
                        update schedules set next_at = :next
                        where name = :name and next_at > :latest
                        """)
                .bind("name", schedule.name())
                .bind("next", next)
                .bind("latest", latest)
                .then();
    }

    Mono<List<String>> due(Instant now) {
        return db.sql("select name from schedules where next_at <= :now order by next_at")
                .bind("now", now)
                .mapValue(String.class)
                .all()
                .collectList();
    }

    /** True for the one node that enqueues this time. */
    Mono<Boolean> claim(String name, Instant now, Instant next) {
        return db.sql("update schedules set next_at = :next, last_at = :now where name = :name and next_at <= :now")
                .bind("name", name)
                .bind("next", next)
                .bind("now", now)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }
}
