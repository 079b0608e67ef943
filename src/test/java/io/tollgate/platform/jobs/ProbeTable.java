package io.tollgate.platform.jobs;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/** Where probes leave their effects. No unique key: a doubled effect must be seen, not refused. */
@Component
@ConditionalOnBooleanProperty("tollgate.probes")
class ProbeTable implements InitializingBean {

    private final DatabaseClient db;

    ProbeTable(DatabaseClient db) {
        this.db = db;
    }

    @Override
    public void afterPropertiesSet() {
        // Under a lock: two nodes that start at once both see that it is missing, and the second to make it would fail.
        db.sql("""
                        do $$ begin
                            perform pg_advisory_xact_lock(hashtext('probe_effects'));
                            create table if not exists probe_effects (name text not null);
                        end $$
                        """).then().block();
    }
}
