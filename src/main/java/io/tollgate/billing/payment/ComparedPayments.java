package io.tollgate.billing.payment;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code payments} while they are compared with Stripe's invoices. */
@Repository
class ComparedPayments {

    private final DatabaseClient db;

    ComparedPayments(DatabaseClient db) {
        this.db = db;
    }

    /** @param failedAttempt the last attempt that we know to have failed */
    record Known(String status, int failedAttempt) {

        boolean unpaid() {
            return status.equals("pending") || status.equals("failed");
        }
    }

    /**
     * A row at one time.
     *
     * @param row all that counts of it, to be compared
     * @param text for people
     */
    record Standing(String row, String text) {}

    Mono<Map<String, Known>> find(Collection<String> invoiceIds) {
        return db.sql("""
                        select provider_invoice_id, status, failed_attempt from payments
                        where provider = 'stripe' and provider_invoice_id = any(:ids)
                        """)
                .bind("ids", invoiceIds.toArray(String[]::new))
                .map(row -> Map.entry(
                        Objects.requireNonNull(row.get("provider_invoice_id", String.class)),
                        new Known(
                                Objects.requireNonNull(row.get("status", String.class)),
                                Objects.requireNonNull(row.get("failed_attempt", Integer.class)))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    /** Empty when there is no row. */
    Mono<Standing> standing(String invoiceId) {
        return db.sql("""
                        select (to_jsonb(p) - 'updated_at' - 'read_order' - 'returns_read_order')::text as row,
                               status || ' ' || amount_cents || ' ' || currency as text
                        from payments p where provider = 'stripe' and provider_invoice_id = :id
                        """)
                .bind("id", invoiceId)
                .map(row -> new Standing(
                        Objects.requireNonNull(row.get("row", String.class)),
                        Objects.requireNonNull(row.get("text", String.class))))
                .one();
    }

    /** A payment that may still come, or may have come unheard of. */
    record Unpaid(UUID id, String invoiceId) {}

    /** In the order of their ids; what is older nobody tries to collect any more. */
    Mono<List<Unpaid>> unpaid(Instant since, UUID after, int limit) {
        return db.sql("""
                        select id, provider_invoice_id from payments
                        where provider = 'stripe' and provider_invoice_id <> id::text and status in ('pending', 'failed')
                          and created_at >= :since and id > :after
                        order by id limit :limit
                        """)
                .bind("since", since)
                .bind("after", after)
                .bind("limit", limit)
                .map(row -> new Unpaid(
                        Objects.requireNonNull(row.get("id", UUID.class)),
                        Objects.requireNonNull(row.get("provider_invoice_id", String.class))))
                .all()
                .collectList();
    }
}
