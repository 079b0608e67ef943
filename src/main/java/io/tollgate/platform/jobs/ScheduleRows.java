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

    /**
     * A new schedule starts at its next time; a changed one follows its new expression; any other stays as it is, unless its next
     * time is none that a right clock would have written: a node that was ahead for a moment would have stopped it for as long.
     *
     * @param now by this node's clock, which is not asked when it is behind the database's
     * @param latest the latest next time that another node may have written meanwhile
     */
    Mono<Void> declare(Schedule<?> schedule, Instant now, Instant next, Instant latest) {
        return db.sql("""
                        insert into schedules (name, cron, next_at) values (:name, :cron, :next)
                        on conflict (name) do update set cron = excluded.cron, next_at = excluded.next_at
                        where schedules.cron <> excluded.cron
                            or schedules.next_at > :latest and :now > clock_timestamp() - interval '5 minutes'
                        """)
                .bind("name", schedule.name())
                .bind("cron", schedule.cron())
                .bind("next", next)
                .bind("now", now)
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
