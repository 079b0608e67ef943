package io.tollgate.platform.jobs;

import io.tollgate.Awaiting;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/** A job that a test has promised, and when it is done: one that has nothing to do leaves no other trace. */
public record PromisedJob(UUID id, DatabaseClient db) {

    /** Its row is read before anybody can take it away. */
    public static <P> PromisedJob of(
            Outbox outbox, DatabaseClient db, TransactionalOperator tx, JobType<P> type, String key, P payload) {
        UUID id = outbox.enqueue(type, key, payload)
                .then(db.sql("select id from outbox where type = :type and key = :key order by id desc limit 1")
                        .bind("type", type.name())
                        .bind("key", key)
                        .mapValue(UUID.class)
                        .one())
                .as(tx::transactional)
                .block();
        return new PromisedJob(id, db);
    }

    public void awaitDone() {
        Awaiting.until(
                "the job is done",
                () -> db.sql("select exists (select 1 from processed_jobs where id = :id)")
                        .bind("id", id)
                        .mapValue(Boolean.class)
                        .one()
                        .block());
    }
}
