package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeCharge;
import io.tollgate.platform.db.Columns;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of {@code payment_attempts}. */
@Repository
class AttemptRepository {

    private static final Set<String> DECIDED = Set.of("succeeded", "failed");

    private final DatabaseClient db;

    AttemptRepository(DatabaseClient db) {
        this.db = db;
    }

    /** The oldest first. */
    Mono<List<PaymentAttempt>> of(UUID paymentId) {
        return db.sql("""
                        select provider_charge_id, status, failure_code, attempted_at from payment_attempts
                        where payment_id = :paymentId order by attempted_at, provider_charge_id limit 100
                        """)
                .bind("paymentId", paymentId)
                .map(row -> new PaymentAttempt(
                        Columns.required(row, "provider_charge_id", String.class),
                        Columns.required(row, "status", String.class),
                        row.get("failure_code", String.class),
                        Columns.time(row, "attempted_at")))
                .all()
                .collectList();
    }

    Mono<Void> record(UUID paymentId, List<StripeCharge> charges) {
        return Flux.fromIterable(charges)
                .concatMap(charge -> record(paymentId, charge))
                .then();
    }

    private Mono<Void> record(UUID paymentId, StripeCharge charge) {
        return db.sql("""
                        insert into payment_attempts (payment_id, provider_charge_id, status, failure_code, attempted_at)
                        values (:paymentId, :chargeId, :status, :failureCode, :attemptedAt)
                        on conflict (payment_id, provider_charge_id) do update
                        set status = excluded.status, failure_code = excluded.failure_code
                        where payment_attempts.status = 'pending'
                        """)
                .bind("paymentId", paymentId)
                .bind("chargeId", charge.id())
                .bind("status", DECIDED.contains(charge.status()) ? charge.status() : "pending")
                .bind("failureCode", PaymentRows.text(charge.failureCode()))
                .bind("attemptedAt", charge.createdAt())
                .then();
    }
}
