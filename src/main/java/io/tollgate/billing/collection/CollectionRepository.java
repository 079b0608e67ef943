package io.tollgate.billing.collection;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.subscription.Provider;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
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
                        set failures = failures + 1, updated_at = :now, claimed_until = null,
                            next_attempt_at = case when status = 'open' then cast(:next as timestamptz) end
                        where invoice_id = :id
                        """)
                .bind("id", invoiceId)
                .bind("next", Parameter.fromOrEmpty(next, Instant.class))
                .bind("now", clock.instant())
                .then();
    }

    /** Another time for the next attempt. */
    Mono<Void> plan(UUID invoiceId, Instant next) {
        return db.sql("""
                        update collections set next_attempt_at = :next, claimed_until = null, updated_at = :now
                        where invoice_id = :id and status = 'open'
                        """)
                .bind("id", invoiceId)
                .bind("next", next)
                .bind("now", clock.instant())
                .then();
    }

    /** A time for the next attempt, where none is planned. */
    Mono<Void> planIfNone(UUID invoiceId, Instant next) {
        return db.sql("""
                        update collections set next_attempt_at = :next, claimed_until = null, updated_at = :now
                        where invoice_id = :id and status = 'open' and next_attempt_at is null
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

    /** Whether another unpaid invoice of the subscription has failed to be collected. */
    Mono<Boolean> failing(UUID subscriptionId) {
        return db.sql("""
                        select exists (select from collections
                                       where subscription_id = :id and status = 'open' and failures > 0) as failing
                        """).bind("id", subscriptionId).mapValue(Boolean.class).one();
    }

    private static Collection toCollection(Readable row) {
        OffsetDateTime next = row.get("next_attempt_at", OffsetDateTime.class);
        return new Collection(
                required(row, "invoice_id", UUID.class),
                required(row, "user_id", UUID.class),
                row.get("subscription_id", UUID.class),
                Provider.of(required(row, "provider", String.class)),
                "open".equals(row.get("status", String.class)),
                required(row, "attempts", Integer.class),
                required(row, "failures", Integer.class),
                next == null ? null : next.toInstant());
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
