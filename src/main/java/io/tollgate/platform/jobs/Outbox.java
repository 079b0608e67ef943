package io.tollgate.platform.jobs;

import io.r2dbc.postgresql.codec.Json;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Promises work. Inside a transaction the promise is kept exactly when the transaction commits. */
@Repository
public class Outbox {

    private static final String INSERT = """
            insert into outbox (id, type, topic, key, payload, traceparent, created_at, available_at)
            select :jobId, :jobType, :jobTopic, :jobKey, :jobPayload, :jobTraceparent, :jobCreatedAt, :jobAvailableAt
            """;

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
        Mono<Void> inserted =
                Mono.deferContextual(context -> insert(row(type, key, payload, Trace.of(context)), availableAt));
        return type.hurried() ? inserted.then(bell.ringAfterCommit()) : inserted;
    }

    private <P> OutboxRow row(JobType<P> type, String key, P payload, @Nullable String traceparent) {
        UUID id = ids.next();
        String text = json.writeValueAsString(payload);
        return new OutboxRow(id, type.name(), type.topic(), key, text, 1, traceparent, clock.instant());
    }

    /** A promise that is made only if its cause becomes a row: see {@link #enqueueCaused}. Remembers the request's trace. */
    public <P> Mono<Caused> caused(String cause, JobType<P> type, String key, P payload) {
        return Mono.deferContextual(
                context -> Mono.just(new Caused(cause, row(type, key, payload, Trace.of(context)), type.hurried())));
    }

    /**
     * Runs the caller's insert and promises work for each row that it made: one statement, so one round trip, for paths where
     * that counts. Gives the causes that became rows.
     *
     * @param insert {@code insert into … on conflict do nothing returning … as cause}, a text; its parameters do not start with
     *     {@code job}
     * @param bind binds the parameters of the insert
     */
    public Mono<Set<String>> enqueueCaused(
            String insert, UnaryOperator<GenericExecuteSpec> bind, List<Caused> promises) {
        return bind.apply(CausedColumns.bind(db.sql(CausedColumns.SQL.formatted(insert)), promises))
                .map(row -> CausedColumns.causes(row, promises))
                .one()
                .delayUntil(causes -> hurried(causes, promises) ? bell.ringAfterCommit() : Mono.empty());
    }

    private static boolean hurried(Set<String> causes, List<Caused> promises) {
        return promises.stream().anyMatch(caused -> caused.hurried() && causes.contains(caused.cause()));
    }

    private Mono<Void> insert(OutboxRow row, Instant availableAt) {
        return bound(db.sql(INSERT), row, availableAt).then();
    }

    private static GenericExecuteSpec bound(GenericExecuteSpec statement, OutboxRow row, Instant availableAt) {
        return statement
                .bind("jobId", row.id())
                .bind("jobType", row.type())
                .bind("jobTopic", row.topic())
                .bind("jobKey", row.key())
                .bind("jobPayload", Json.of(row.payload()))
                .bind("jobTraceparent", Parameter.fromOrEmpty(row.traceparent(), String.class))
                .bind("jobCreatedAt", row.createdAt())
                .bind("jobAvailableAt", availableAt);
    }
}
