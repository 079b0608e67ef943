package io.tollgate.platform.db;

import io.tollgate.platform.health.HealthProbe;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks PostgreSQL for its time, through the pool that serves requests: a full or broken pool is as bad as no database. */
@Component
class DatabaseProbe implements HealthProbe {

    private final DatabaseClient db;
    private final ClockProbe clock;

    DatabaseProbe(DatabaseClient db, ClockProbe clock) {
        this.db = db;
        this.clock = clock;
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
        return clock.compare(db.sql("select clock_timestamp()")
                        .mapValue(Instant.class)
                        .one())
                .hasElement();
    }
}
