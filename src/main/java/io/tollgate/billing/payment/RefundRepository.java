package io.tollgate.billing.payment;

import static io.tollgate.billing.payment.PaymentRows.text;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.stripe.StripeRefund;
import io.tollgate.platform.db.Columns;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code refunds}. Writing wants {@link PaymentRepository#lock}. */
@Repository
class RefundRepository {

    private static final String COLUMNS = """
            id, payment_id, provider_refund_id, amount_cents, currency, reason, status, failure, requested_by, attempt,
            created_at
            """;

    private final DatabaseClient db;
    private final Clock clock;

    RefundRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** The oldest first. */
    Mono<List<Refund>> of(UUID paymentId) {
        return db.sql("select " + COLUMNS + " from refunds where payment_id = :id order by created_at, id limit 200")
                .bind("id", paymentId)
                .map(RefundRepository::toRefund)
                .all()
                .collectList();
    }

    Mono<Refund> find(UUID id) {
        return db.sql("select " + COLUMNS + " from refunds where id = :id")
                .bind("id", id)
                .map(RefundRepository::toRefund)
                .one();
    }

    Mono<Refund> findByStripeId(String stripeRefundId) {
        return db.sql("select " + COLUMNS + " from refunds where provider_refund_id = :id")
                .bind("id", stripeRefundId)
                .map(RefundRepository::toRefund)
                .one();
    }

    /** What went back of the payment, is on its way or is wanted. */
    Mono<Long> taken(UUID paymentId) {
        return db.sql("""
                        select coalesce(sum(amount_cents), 0)::bigint from refunds
                        where payment_id = :id and status not in ('failed', 'canceled')
                        """).bind("id", paymentId).mapValue(Long.class).one();
    }

    Mono<Refund> insert(Refund refund) {
        return db.sql("insert into refunds (" + COLUMNS + """
                        , updated_at)
                        values (:id, :paymentId, :stripeId, :cents, :currency, :reason, :status, :failure, :requestedBy,
                                :attempt, :createdAt, :now)
                        returning\s""" + COLUMNS)
                .bind("id", refund.id())
                .bind("paymentId", refund.paymentId())
                .bind("stripeId", text(refund.providerRefundId()))
                .bind("cents", refund.amount().cents())
                .bind("currency", refund.amount().currency())
                .bind("reason", text(refund.reason()))
                .bind("status", refund.status().value())
                .bind("failure", text(refund.failure()))
                .bind("requestedBy", Parameter.fromOrEmpty(refund.requestedBy(), UUID.class))
                .bind("attempt", refund.attempt())
                .bind("createdAt", refund.createdAt())
                .bind("now", clock.instant())
                .map(RefundRepository::toRefund)
                .one();
    }

    /** Writes what Stripe says of it. */
    Mono<Refund> told(UUID id, StripeRefund told) {
        return db.sql("""
                        update refunds
                        set provider_refund_id = :stripeId, status = :status, failure = :failure, amount_cents = :cents,
                            updated_at = :now
                        where id = :id
                        returning\s""" + COLUMNS)
                .bind("id", id)
                .bind("stripeId", told.id())
                .bind("status", RefundStatus.ofStripe(told.status()).value())
                .bind("failure", text(told.failure()))
                .bind("cents", told.amount())
                .bind("now", clock.instant())
                .map(RefundRepository::toRefund)
                .one();
    }

    /** Stripe will not do it. Empty when something else has become of it meanwhile. */
    Mono<Refund> refused(UUID id, String failure) {
        return db.sql("""
                        update refunds set status = 'failed', failure = :failure, updated_at = :now
                        where id = :id and status = 'requested'
                        returning\s""" + COLUMNS)
                .bind("id", id)
                .bind("failure", failure)
                .bind("now", clock.instant())
                .map(RefundRepository::toRefund)
                .one();
    }

    Mono<Void> nextAttempt(UUID id, int after) {
        return db.sql("update refunds set attempt = :after + 1 where id = :id and attempt = :after")
                .bind("id", id)
                .bind("after", after)
                .then();
    }

    private static Refund toRefund(Readable row) {
        return new Refund(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "payment_id", UUID.class),
                row.get("provider_refund_id", String.class),
                new Money(
                        Columns.required(row, "amount_cents", Long.class),
                        Columns.required(row, "currency", String.class)),
                row.get("reason", String.class),
                RefundStatus.of(Columns.required(row, "status", String.class)),
                row.get("failure", String.class),
                row.get("requested_by", UUID.class),
                Columns.required(row, "attempt", Integer.class),
                Columns.time(row, "created_at"));
    }
}
