package io.tollgate.platform.jobs;

import io.r2dbc.postgresql.codec.Json;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Promises work. Inside a transaction the promise is kept exactly when the transaction commits. */
@Repository
public class Outbox {

    private final DatabaseClient db;
    private final JsonMapper json;
    private final Ids ids;
    private final Clock clock;
    private final OutboxBell bell;

    Outbox(DatabaseClient db, JsonMapper json, Ids ids, Clock clock, OutboxBell bell) {
        this.db = db;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
        this.bell = bell;
    }

    /** @param key jobs with the same key go to the same partition: the id of what they are about */
    public <P> Mono<Void> enqueue(JobType<P> type, String key, P payload) {
        return Mono.defer(() -> enqueueAt(type, key, payload, clock.instant()));
    }

    public <P> Mono<Void> enqueueAt(JobType<P> type, String key, P payload, Instant availableAt) {
        return Mono.deferContextual(context -> insert(row(type, key, payload, Trace.of(context)), availableAt))
                .then(bell.ringAfterCommit());
    }

    private <P> OutboxRow row(JobType<P> type, String key, P payload, @Nullable String traceparent) {
        UUID id = ids.next();
        String text = json.writeValueAsString(payload);
        return new OutboxRow(id, type.name(), type.topic(), key, text, 1, traceparent, clock.instant());
    }

    private Mono<Void> insert(OutboxRow row, Instant availableAt) {
        return db.sql("""
                        insert into outbox (id, type, topic, key, payload, traceparent, created_at, available_at)
                        values (:id, :type, :topic, :key, :payload, :traceparent, :createdAt, :availableAt)
                        """)
                .bind("id", row.id())
                .bind("type", row.type())
                .bind("topic", row.topic())
                .bind("key", row.key())
                .bind("payload", Json.of(row.payload()))
                .bind("traceparent", Parameter.fromOrEmpty(row.traceparent(), String.class))
                .bind("createdAt", row.createdAt())
                .bind("availableAt", availableAt)
                .then();
    }
}
