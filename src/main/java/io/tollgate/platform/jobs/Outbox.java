package io.tollgate.platform.jobs;

import io.r2dbc.postgresql.codec.Json;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Promises work. Inside a transaction the promise is kept exactly when the transaction commits.
 */
@Repository
public class Outbox {

    private final DatabaseClient db;
    private final JsonMapper json;
    private final Ids ids;
    private final Clock clock;

    Outbox(DatabaseClient db, JsonMapper json, Ids ids, Clock clock) {
        this.db = db;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /** @param key jobs with the same key go to the same partition: the id of what they are about */
    public <P> Mono<Void> enqueue(JobType<P> type, String key, P payload) {
        return Mono.defer(() -> insert(type, key, payload, clock.instant()));
    }

    public <P> Mono<Void> enqueueAt(JobType<P> type, String key, P payload, Instant availableAt) {
        return Mono.defer(() -> insert(type, key, payload, availableAt));
    }

    private <P> Mono<Void> insert(JobType<P> type, String key, P payload, Instant availableAt) {
        return db.sql("""
                        insert into outbox (id, type, key, payload, created_at, available_at)
                        values (:id, :type, :key, :payload, :now, :availableAt)
                        """)
                .bind("id", ids.next())
                .bind("type", type.name())
                .bind("key", key)
                .bind("payload", Json.of(json.writeValueAsBytes(payload)))
                .bind("now", clock.instant())
                .bind("availableAt", availableAt)
                .then();
    }
}
