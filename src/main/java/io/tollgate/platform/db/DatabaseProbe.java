package io.tollgate.platform.db;

import io.tollgate.platform.health.HealthProbe;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks PostgreSQL through the pool that serves requests: a full or broken pool is as bad as no database. */
@Component
class DatabaseProbe implements HealthProbe {

    private final DatabaseClient db;

    DatabaseProbe(DatabaseClient db) {
        this.db = db;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public boolean required() {
        return true;
    }

    @Override
    public Mono<Boolean> ok() {
        return db.sql("select true")
                .map(row -> Boolean.TRUE.equals(row.get(0, Boolean.class)))
                .one();
    }
}
