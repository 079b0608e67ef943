package io.tollgate.billing.webhook;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of {@code webhook_deliveries} as the work on them needs them. */
@Repository
class ErrandRepository {

    private final DatabaseClient db;

    ErrandRepository(DatabaseClient db) {
        this.db = db;
    }

    /** Empty when there is nothing to do: delivered, given up, deleted, or begun anew by a replay. */
    Mono<Errand> find(DeliveryOrder order) {
        return db.sql("""
                        select d.id, d.round, d.attempts, d.endpoint_id, e.url, e.enabled, e.failures, e.rests_until,
                               e.secret, e.previous_secret, e.previous_secret_until, m.id as message_id, m.body
                        from webhook_deliveries d
                        join webhook_endpoints e on e.id = d.endpoint_id
                        join webhook_messages m on m.id = d.message_id
                        where d.id = :id and d.round = :round and d.status = 'pending'
                        """)
                .bind("id", order.deliveryId())
                .bind("round", order.round())
                .map(ErrandRepository::toErrand)
                .one();
    }

    /** Without an attempt. False when it is no longer waiting. */
    Mono<Boolean> postpone(Errand errand, Instant until) {
        return db.sql("""
                        update webhook_deliveries set next_attempt_at = :until
                        where id = :id and round = :round and status = 'pending'
                        """)
                .bind("id", errand.deliveryId())
                .bind("round", errand.round())
                .bind("until", until)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Gives up without an attempt. */
    Mono<Void> abandon(Errand errand, String reason) {
        return db.sql("""
                        update webhook_deliveries set status = 'failed', next_attempt_at = null, last_error = :reason
                        where id = :id and round = :round and status = 'pending'
                        """)
                .bind("id", errand.deliveryId())
                .bind("round", errand.round())
                .bind("reason", reason)
                .then();
    }

    /**
     * Notes an attempt.
     *
     * @param next when the next one is due; null when there is none
     */
    Mono<Boolean> note(Errand errand, Attempt attempt, Instant now, @Nullable Instant next) {
        return db.sql("""
                        update webhook_deliveries
                        set status = :newStatus, attempts = attempts + 1, next_attempt_at = :next, last_attempt_at = :now,
                            last_status = :status, last_error = :error, last_answer = :answer, last_millis = :millis,
                            delivered_at = case when :newStatus = 'delivered' then cast(:now as timestamptz) end
                        where id = :id and round = :round and status = 'pending'
                        """)
                .bind("id", errand.deliveryId())
                .bind("round", errand.round())
                .bind("newStatus", attempt.delivered() ? "delivered" : next == null ? "failed" : "pending")
                .bind("next", Parameter.fromOrEmpty(next, Instant.class))
                .bind("now", now)
                .bind("status", Parameter.fromOrEmpty(attempt.status(), Integer.class))
                .bind("error", Parameter.fromOrEmpty(attempt.error(), String.class))
                .bind("answer", Parameter.fromOrEmpty(attempt.answer(), String.class))
                .bind("millis", (int) attempt.took().toMillis())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** A delivery that nobody was about to make, and the order to make it now. */
    record Stray(UUID endpointId, DeliveryOrder order) {}

    /**
     * Takes up those that were due so long ago and have no job, nor one among the dead letters. A new round: whatever job of the one before turns up after all has
     * nothing to do.
     */
    Flux<Stray> takeUpStray(Instant now, Duration quiet, int limit) {
        return db.sql("""
                        with stray as materialized (
                            select d.id from webhook_deliveries d
                            where d.status = 'pending' and d.next_attempt_at <= :since
                              and not exists (select from outbox o
                                              where o.topic = :topic and o.type = :type and o.key = d.endpoint_id::text
                                                and o.payload ->> 'delivery_id' = d.id::text)
                              and not exists (select from dead_letters l
                                              where l.type = :type and l.key = d.endpoint_id::text
                                                and l.payload ->> 'delivery_id' = d.id::text)
                            order by d.next_attempt_at limit :limit for update of d skip locked
                        )
                        update webhook_deliveries d set round = round + 1, next_attempt_at = :now
                        from stray where d.id = stray.id
                        returning d.id, d.endpoint_id, d.round
                        """)
                .bind("now", now)
                .bind("since", now.minus(quiet))
                .bind("topic", DeliveryOrder.TYPE.topic())
                .bind("type", DeliveryOrder.TYPE.name())
                .bind("limit", limit)
                .map(row -> new Stray(
                        Columns.required(row, "endpoint_id", UUID.class),
                        new DeliveryOrder(
                                Columns.required(row, "id", UUID.class),
                                Columns.required(row, "round", Integer.class))))
                .all();
    }

    private static Errand toErrand(Readable row) {
        return new Errand(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "round", Integer.class),
                Columns.required(row, "attempts", Integer.class),
                Columns.required(row, "endpoint_id", UUID.class),
                Columns.required(row, "url", String.class),
                Columns.required(row, "enabled", Boolean.class),
                Columns.required(row, "failures", Integer.class),
                Columns.timeOrNull(row, "rests_until"),
                Columns.required(row, "secret", byte[].class),
                row.get("previous_secret", byte[].class),
                Columns.timeOrNull(row, "previous_secret_until"),
                Columns.required(row, "message_id", UUID.class),
                Columns.required(row, "body", String.class));
    }
}
