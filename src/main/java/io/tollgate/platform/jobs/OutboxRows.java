package io.tollgate.platform.jobs;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
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

    /**
     * Those of a batch that its relay may touch: in the attempt that it knows, and not held by the effects of their jobs. Those end
     * with them, a minute later maybe, and a relay that waited would keep all other jobs waiting.
     */
    private static final String FREE = """
            with free as materialized (
                select o.id from outbox o join unnest(:ids, :attempts) as p (id, attempt)
                    on o.id = p.id and o.attempt = p.attempt
                for update of o skip locked
            )
            """;

    private final DatabaseClient db;

    OutboxRows(DatabaseClient db) {
        this.db = db;
    }

    /** Takes the oldest rows that nobody holds. No transaction stays open: the lease gives them back. */
    Mono<List<OutboxRow>> claim(Instant now, Instant until) {
        return claim(db.sql(CLAIM.formatted("true")), now, until);
    }

    /** Those of one topic. */
    Mono<List<OutboxRow>> claimOf(String topic, Instant now, Instant until) {
        return claim(db.sql(CLAIM.formatted("topic = :topic")).bind("topic", topic), now, until);
    }

    private static Mono<List<OutboxRow>> claim(GenericExecuteSpec claim, Instant now, Instant until) {
        return claim.bind("now", now)
                .bind("until", until)
                .bind("batch", BATCH)
                .map(OutboxRows::row)
                .all()
                .collectList();
    }

    /** Those that have rows, in as many lookups as there are topics: behind a paused one there may be a million rows. */
    Mono<List<String>> topics() {
        return db.sql("""
                        with recursive topics (topic) as (
                            (select topic from outbox order by topic limit 1)
                            union all
                            select (select o.topic from outbox o where o.topic > t.topic order by o.topic limit 1)
                            from topics t where t.topic is not null
                        )
                        select topic from topics where topic is not null
                        """).mapValue(String.class).all().collectList();
    }

    /** Whether a row of the topic has been due since then, whoever may hold it. */
    Mono<Boolean> waits(String topic, Instant since) {
        return db.sql("select exists (select from outbox where topic = :topic and available_at <= :since)")
                .bind("topic", topic)
                .bind("since", since)
                .mapValue(Boolean.class)
                .one();
    }

    /**
     * Kafka has these, and they come again unless they are done by then: whatever becomes of Kafka, nothing is lost. A row that has
     * meanwhile come back for another attempt is left alone.
     */
    Mono<Void> sent(Collection<OutboxRow> published, Instant again) {
        return db.sql(
                        FREE
                                + "update outbox o set available_at = :again, claimed_until = null from free where o.id = free.id")
                .bind("ids", ids(published))
                .bind("attempts", attempts(published))
                .bind("again", again)
                .then();
    }

    /** Kafka has these, which are not for us. A row that has meanwhile come back for another attempt stays. */
    Mono<Void> delete(Collection<OutboxRow> published) {
        return db.sql(FREE + "delete from outbox o using free where o.id = free.id")
                .bind("ids", ids(published))
                .bind("attempts", attempts(published))
                .then();
    }

    /** Of these, those that are still there and in nobody's work are free again, in their old order. */
    Mono<Void> release(Collection<OutboxRow> claimed) {
        return db.sql(FREE + "update outbox o set claimed_until = null from free where o.id = free.id")
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
