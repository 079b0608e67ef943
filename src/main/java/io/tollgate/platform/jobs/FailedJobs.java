package io.tollgate.platform.jobs;

import io.r2dbc.postgresql.codec.Json;
import java.time.Clock;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/**
 * Keeps what went wrong. A job that another delivery has finished meanwhile is left alone.
 */
@Repository
class FailedJobs {

    private final DatabaseClient db;
    private final Clock clock;

    FailedJobs(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Puts the job back for its next attempt. */
    Mono<Void> retryAt(Instant availableAt, String topic, JobMessage job) {
        return db.sql("""
                        insert into outbox (id, type, topic, key, payload, attempt, traceparent, created_at, available_at)
                        select :id, :type, :topic, :key, :payload, :attempt, :traceparent, :createdAt, :availableAt
                        where not exists (select 1 from processed_jobs where id = :id)
                        on conflict (id) do update
                        set attempt = excluded.attempt, available_at = excluded.available_at, claimed_until = null
                        where outbox.attempt < excluded.attempt
                        """)
                .bind("id", job.id())
                .bind("type", job.type())
                .bind("topic", topic)
                .bind("key", job.key())
                .bind("payload", Json.of(job.payload().toString()))
                .bind("attempt", job.attempt() + 1)
                .bind("traceparent", Parameter.fromOrEmpty(job.traceparent(), String.class))
                .bind("createdAt", job.createdAt())
                .bind("availableAt", availableAt)
                .then();
    }

    Mono<Void> bury(String topic, JobMessage job, String error) {
        return db.sql("""
                        with gone as (delete from outbox where id = :id and attempt <= :attempts)
                        insert into dead_letters (id, type, topic, key, payload, attempts, error, traceparent,
                                                  created_at, died_at)
                        select :id, :type, :topic, :key, :payload, :attempts, :error, :traceparent, :createdAt, :now
                        where not exists (select 1 from processed_jobs where id = :id)
                        on conflict (id) do update set attempts = excluded.attempts, error = excluded.error
                        """)
                .bind("id", job.id())
                .bind("type", job.type())
                .bind("topic", topic)
                .bind("key", job.key())
                .bind("payload", Json.of(job.payload().toString()))
                .bind("attempts", job.attempt())
                .bind("error", error)
                .bind("traceparent", Parameter.fromOrEmpty(job.traceparent(), String.class))
                .bind("createdAt", job.createdAt())
                .bind("now", clock.instant())
                .then();
    }

    /**
     * Out of the outbox, from where it can go nowhere.
     *
     * @param readable false: its payload is kept as a text, which cannot be replayed, but shown
     */
    Mono<Void> bury(OutboxRow row, boolean readable, String error) {
        return db.sql("""
                        with gone as (
                            delete from outbox where id = :id and attempt = :attempt
                            returning id, type, topic, key, payload, attempt, traceparent, created_at
                        )
                        insert into dead_letters (id, type, topic, key, payload, attempts, error, replayable,
                                                  traceparent, created_at, died_at)
                        select id, type, topic, key, case when :readable then payload else to_jsonb(payload::text) end,
                               attempt, :error, :readable, traceparent, created_at, :now
                        from gone
                        on conflict (id) do update set attempts = excluded.attempts, error = excluded.error
                        """)
                .bind("id", row.id())
                .bind("attempt", row.attempt())
                .bind("readable", readable)
                .bind("error", error)
                .bind("now", clock.instant())
                .then();
    }

    /** Keeps the text of a message that is no job; once, however often it is delivered. */
    Mono<Void> buryUnreadable(Delivery delivery, String json, String error) {
        return db.sql("""
                        insert into dead_letters (id, type, topic, key, payload, attempts, error, replayable,
                                                  created_at, died_at)
                        values (:id, :type, :topic, :key, :payload, 0, :error, false, :now, :now)
                        on conflict do nothing
                        """)
                .bind("id", delivery.fingerprint())
                .bind("type", DeadLetter.UNREADABLE)
                .bind("topic", delivery.topic())
                .bind("key", delivery.place())
                .bind("payload", Json.of(json))
                .bind("error", error)
                .bind("now", clock.instant())
                .then();
    }
}
