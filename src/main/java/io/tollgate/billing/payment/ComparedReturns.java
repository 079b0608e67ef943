package io.tollgate.billing.payment;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code refunds} and {@code disputes} while they are compared with Stripe's: by Stripe's id, in a few words. */
@Repository
class ComparedReturns {

    private final DatabaseClient db;

    ComparedReturns(DatabaseClient db) {
        this.db = db;
    }

    /** All that Stripe may change of one, for people and to be compared. */
    static String text(String status, long cents, String currency) {
        return status + " " + cents + " " + currency;
    }

    Mono<Map<String, String>> refunds(Collection<String> ids) {
        return texts("""
                select provider_refund_id as id, status, amount_cents, currency from refunds
                where provider_refund_id = any(:ids)
                """, ids);
    }

    Mono<Map<String, String>> disputes(Collection<String> ids) {
        return texts("""
                select provider_dispute_id as id, status, amount_cents, currency from disputes
                where provider_dispute_id = any(:ids)
                """, ids);
    }

    private Mono<Map<String, String>> texts(String sql, Collection<String> ids) {
        return db.sql(sql)
                .bind("ids", ids.toArray(String[]::new))
                .map(row -> Map.entry(
                        Objects.requireNonNull(row.get("id", String.class)),
                        text(
                                Objects.requireNonNull(row.get("status", String.class)),
                                Objects.requireNonNull(row.get("amount_cents", Long.class)),
                                Objects.requireNonNull(row.get("currency", String.class)))))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}
