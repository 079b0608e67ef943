package io.tollgate.platform.jobs;

import java.time.Clock;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The marks of finished jobs. */
@Repository
class ProcessedJobs {

    private final DatabaseClient db;
    private final Clock clock;

    ProcessedJobs(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * True for the one who sets the mark; the promise is kept with it. A second one waits until the first has committed or rolled
     * back.
     */
    Mono<Boolean> mark(UUID id, String type) {
        return db.sql("""
                        with kept as (delete from outbox where id = :id)
                        insert into processed_jobs (id, type, processed_at) values (:id, :type, :now)
                        on conflict do nothing
                        """)
                .bind("id", id)
                .bind("type", type)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** A promise that came back after it was kept. */
    Mono<Void> forgetPromise(UUID id) {
        return db.sql("delete from outbox where id = :id").bind("id", id).then();
    }

    Mono<Boolean> contains(UUID id) {
        return db.sql("select exists (select 1 from processed_jobs where id = :id)")
                .bind("id", id)
                .mapValue(Boolean.class)
                .one();
    }
}
