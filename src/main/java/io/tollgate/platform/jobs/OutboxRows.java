package io.tollgate.platform.jobs;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The relay's side of the outbox. */
@Repository
class OutboxRows {

    /** More rows in one result are a danger: cancelled half-way, they leave the connection unusable. */
    static final int BATCH = 200;

    private static final String CLAIM = """
            with due as materialized (
                select id from outbox
                where available_at <= :now and (claimed_until is null or claimed_until < :now) and %s
                order by available_at, id
                limit :batch
                for update skip locked
            ), claimed as (
                update outbox o set claimed_until = :until from due where o.id = due.id
                returning o.id, o.type, o.topic, o.key, o.payload, o.attempt, o.traceparent, o.created_at,
                          o.available_at
            )
            select * from claimed order by available_at, id
            """;

    private final DatabaseClient db;

    OutboxRows(DatabaseClient db) {
        this.db = db;
    }

    /** Takes the oldest rows that nobody holds. No transaction stays open: the lease gives them back. */
    Mono<List<OutboxRow>> claim(Set<String> butOf, Instant now, Instant until) {
        return claim("topic <> all(:topics)", butOf, now, until);
    }

    /** Those of one topic. */
    Mono<List<OutboxRow>> claimOf(String topic, Instant now, Instant until) {
        return claim("topic = any(:topics)", Set.of(topic), now, until);
    }

    private Mono<List<OutboxRow>> claim(String condition, Set<String> topics, Instant now, Instant until) {
        return db.sql(CLAIM.formatted(condition))
                .bind("topics", topics.toArray(String[]::new))
                .bind("now", now)
                .bind("until", until)
                .bind("batch", BATCH)
                .map(OutboxRows::row)
                .all()
                .collectList();
    }

    /** Kafka has these. A row that has meanwhile come back for another attempt stays. */
    Mono<Void> delete(Collection<OutboxRow> published) {
        return db.sql("""
                        delete from outbox o using unnest(:ids, :attempts) as p (id, attempt)
                        where o.id = p.id and o.attempt = p.attempt
                        """)
                .bind("ids", ids(published))
                .bind("attempts", attempts(published))
                .then();
    }

    /** Of these, those that are still there are free again, in their old order. */
    Mono<Void> release(Collection<OutboxRow> claimed) {
        return db.sql("""
                        update outbox o set claimed_until = null from unnest(:ids, :attempts) as p (id, attempt)
                        where o.id = p.id and o.attempt = p.attempt
                        """)
                .bind("ids", ids(claimed))
                .bind("attempts", attempts(claimed))
                .then();
    }

    private static UUID[] ids(Collection<OutboxRow> rows) {
        return rows.stream().map(OutboxRow::id).toArray(UUID[]::new);
    }

    private static Integer[] attempts(Collection<OutboxRow> rows) {
        return rows.stream().map(OutboxRow::attempt).toArray(Integer[]::new);
    }

    private static OutboxRow row(Readable row) {
        return new OutboxRow(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "type", String.class),
                Columns.required(row, "topic", String.class),
                Columns.required(row, "key", String.class),
                Columns.required(row, "payload", Json.class).asString(),
                Columns.required(row, "attempt", Integer.class),
                row.get("traceparent", String.class),
                Columns.time(row, "created_at"));
    }
}
