package io.tollgate.platform.jobs;

import java.time.Instant;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;

/** What the tables say about jobs, for tests. Jobs are found by their key. */
record JobRows(DatabaseClient db) {

    /** How often the effect of the probe was committed, by whichever node. */
    int effects(String name) {
        return count("select count(*) from probe_effects where name = :name", name);
    }

    /** The names of the probes, once for each effect. */
    List<String> allEffects() {
        return db.sql("select name from probe_effects")
                .mapValue(String.class)
                .all()
                .collectList()
                .block();
    }

    int inOutbox(String key) {
        return count("select count(*) from outbox where key = :name", key);
    }

    int deadLetters(String key) {
        return count("select count(*) from dead_letters where key = :name", key);
    }

    /** Of the attempt that waits in the outbox; null when there is none. */
    Waiting waiting(String key) {
        return db.sql("select attempt, available_at from outbox where key = :key")
                .bind("key", key)
                .map(row -> new Waiting(row.get("attempt", Integer.class), row.get("available_at", Instant.class)))
                .one()
                .block();
    }

    record Waiting(int attempt, Instant availableAt) {}

    private int count(String sql, String name) {
        return db.sql(sql).bind("name", name).mapValue(Long.class).one().block().intValue();
    }
}
