package io.tollgate.billing.collection;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.platform.db.Columns;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code collections}. Writing wants {@link io.tollgate.billing.invoice.Invoices#lock}, which comes first. */
@Repository
class CollectionRepository {

    private static final String COLUMNS =
            "invoice_id, user_id, subscription_id, provider, status, attempts, failures, next_attempt_at";

    private final DatabaseClient db;
    private final Clock clock;

    CollectionRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    Mono<Collection> find(UUID invoiceId) {
        return db.sql("select " + COLUMNS + " from collections where invoice_id = :id")
                .bind("id", invoiceId)
                .map(CollectionRepository::toCollection)
                .one();
    }

    Mono<Collection> lock(UUID invoiceId) {
        return db.sql("select " + COLUMNS + " from collections where invoice_id = :id for update")
                .bind("id", invoiceId)
                .map(CollectionRepository::toCollection)
                .one();
    }

    /** Takes the number of the next attempt. What was planned is begun with it. */
    Mono<Integer> begin(UUID invoiceId, boolean planned) {
        return db.sql("""
                        update collections
                        set attempts = attempts + 1, updated_at = :now,
                            next_attempt_at = case when :planned then null else next_attempt_at end
                        where invoice_id = :id
                        returning attempts
                        """)
                .bind("id", invoiceId)
                .bind("planned", planned)
                .bind("now", clock.instant())
                .mapValue(Integer.class)
                .one();
    }

    /** One more has failed. @param next when the next is to be made; null for none */
    Mono<Void> failed(UUID invoiceId, @Nullable Instant next) {
        return db.sql("""
                        update collections
                        set failures = failures + 1, updated_at = :now, claimed_until = null, held_back = false,
                            next_attempt_at = case when status = 'open' then cast(:next as timestamptz) end
                        where invoice_id = :id
                        """)
                .bind("id", invoiceId)
                .bind("next", Parameter.fromOrEmpty(next, Instant.class))
                .bind("now", clock.instant())
                .then();
    }

    /** Another time for the next attempt; null for none. */
    Mono<Void> plan(UUID invoiceId, @Nullable Instant next) {
        return db.sql("""
                        update collections set next_attempt_at = :next, claimed_until = null, held_back = false, updated_at = :now
                        where invoice_id = :id and status = 'open'
                        """)
                .bind("id", invoiceId)
                .bind("next", Parameter.fromOrEmpty(next, Instant.class))
                .bind("now", clock.instant())
                .then();
    }

    /** Another time for the attempt that is due now; nothing where somebody has begun it meanwhile. */
    Mono<Void> postpone(UUID invoiceId, Instant now, Instant next) {
        return db.sql("""
                        update collections set next_attempt_at = :next, claimed_until = null, updated_at = :changed
                        where invoice_id = :id and status = 'open' and next_attempt_at <= :now
                        """)
                .bind("id", invoiceId)
                .bind("now", now)
                .bind("next", next)
                .bind("changed", clock.instant())
                .then();
    }

    /** A time for the next attempt, where none is planned; nothing where it is held back. */
    Mono<Void> planIfNone(UUID invoiceId, Instant next) {
        return db.sql("""
                        update collections set next_attempt_at = :next, claimed_until = null, updated_at = :now
                        where invoice_id = :id and status = 'open' and next_attempt_at is null and not held_back
                        """)
                .bind("id", invoiceId)
                .bind("next", next)
                .bind("now", clock.instant())
                .then();
    }

    /** Nothing is to be collected any more. False when that was so. @param status {@code paid} or {@code dropped} */
    Mono<Boolean> end(UUID invoiceId, String status) {
        return db.sql("""
                        update collections set status = :status, next_attempt_at = null, updated_at = :now
                        where invoice_id = :id and status <> :status
                        """)
                .bind("id", invoiceId)
                .bind("status", status)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private static Collection toCollection(Readable row) {
        OffsetDateTime next = row.get("next_attempt_at", OffsetDateTime.class);
        return new Collection(
                Columns.required(row, "invoice_id", UUID.class),
                Columns.required(row, "user_id", UUID.class),
                row.get("subscription_id", UUID.class),
                Provider.of(Columns.required(row, "provider", String.class)),
                "open".equals(row.get("status", String.class)),
                Columns.required(row, "attempts", Integer.class),
                Columns.required(row, "failures", Integer.class),
                next == null ? null : next.toInstant());
    }
}
