package io.tollgate.billing.payment;

import static io.tollgate.billing.payment.PaymentRows.text;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.stripe.StripeDispute;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code disputes}. Writing wants {@link PaymentRepository#lock}. */
@Repository
class DisputeRepository {

    private static final String COLUMNS =
            "id, payment_id, provider_dispute_id, amount_cents, currency, reason, status, created_at, closed_at";

    private final DatabaseClient db;
    private final Ids ids;
    private final Clock clock;

    DisputeRepository(DatabaseClient db, Ids ids, Clock clock) {
        this.db = db;
        this.ids = ids;
        this.clock = clock;
    }

    /** The oldest first. */
    Mono<List<Dispute>> of(UUID paymentId) {
        return db.sql("select " + COLUMNS + " from disputes where payment_id = :id order by created_at, id limit 100")
                .bind("id", paymentId)
                .map(DisputeRepository::toDispute)
                .all()
                .collectList();
    }

    Mono<Dispute> findByStripeId(String stripeDisputeId) {
        return db.sql("select " + COLUMNS + " from disputes where provider_dispute_id = :id")
                .bind("id", stripeDisputeId)
                .map(DisputeRepository::toDispute)
                .one();
    }

    Mono<Dispute> told(UUID paymentId, StripeDispute told) {
        return db.sql("insert into disputes (" + COLUMNS + """
                        , updated_at)
                        values (:id, :paymentId, :stripeId, :cents, :currency, :reason, :status, :createdAt,
                                case when :closed then cast(:now as timestamptz) end, :now)
                        on conflict (provider_dispute_id) do update set
                            amount_cents = excluded.amount_cents, reason = excluded.reason, status = excluded.status,
                            closed_at = coalesce(disputes.closed_at, excluded.closed_at), updated_at = excluded.updated_at
                        returning\s""" + COLUMNS)
                .bind("id", ids.next())
                .bind("paymentId", paymentId)
                .bind("stripeId", told.id())
                .bind("cents", told.amount())
                .bind("currency", told.currency())
                .bind("reason", text(told.reason()))
                .bind("status", told.status())
                .bind("createdAt", told.createdAt())
                .bind("closed", Dispute.closed(told.status()))
                .bind("now", clock.instant())
                .map(DisputeRepository::toDispute)
                .one();
    }

    private static Dispute toDispute(Readable row) {
        return new Dispute(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "payment_id", UUID.class),
                Columns.required(row, "provider_dispute_id", String.class),
                new Money(
                        Columns.required(row, "amount_cents", Long.class),
                        Columns.required(row, "currency", String.class)),
                row.get("reason", String.class),
                Columns.required(row, "status", String.class),
                Columns.time(row, "created_at"),
                Columns.timeOrNull(row, "closed_at"));
    }
}
