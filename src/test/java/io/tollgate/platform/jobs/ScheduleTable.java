package io.tollgate.platform.jobs;

import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;

/** The rows of {@code schedules}, for tests. */
record ScheduleTable(DatabaseClient db) {

    Instant nextAt(String name) {
        return db.sql("select next_at from schedules where name = :name")
                .bind("name", name)
                .mapValue(Instant.class)
                .one()
                .block();
    }

    void setNext(String name, Instant time) {
        db.sql("update schedules set next_at = :at where name = :name")
                .bind("at", time)
                .bind("name", name)
                .then()
                .block();
    }
}
