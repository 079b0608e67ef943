package io.tollgate.billing.payment;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.db.Keyset;
import io.tollgate.user.PersonalData;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All payments of the user, each with what was given back of it. */
@Repository
class PaymentData implements PersonalData {

    private static final UUID START = new UUID(0, 0);

    private final DatabaseClient db;

    PaymentData(DatabaseClient db) {
        this.db = db;
    }

    record Line(
            UUID id,
            @Nullable UUID subscriptionId,
            String provider,
            String providerInvoiceId,
            long amountCents,
            String currency,
            String status,
            long refundedCents,
            @JsonRawValue String refunds,
            @Nullable Instant paidAt,
            @Nullable Instant createdAt) {}

    @Override
    public String section() {
        return "payments";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return Keyset.<Line>all(last -> page(userId, last == null ? START : last.id()));
    }

    private Mono<List<Line>> page(UUID userId, UUID after) {
        return db.sql("""
                        select id, subscription_id, provider, provider_invoice_id, amount_cents, currency, status,
                               refunded_cents, paid_at, created_at,
                               (select coalesce(json_agg(json_build_object(
                                       'id', id, 'provider_refund_id', provider_refund_id, 'amount_cents', amount_cents,
                                       'currency', currency, 'reason', reason, 'status', status,
                                       'created_at', to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
                                       order by created_at, id), '[]')::text
                                from refunds where payment_id = payments.id) as refunds
                        from payments where user_id = :userId and id > :after order by id limit :page
                        """)
                .bind("userId", userId)
                .bind("after", after)
                .bind("page", Keyset.PAGE)
                .map(PaymentData::toLine)
                .all()
                .collectList();
    }

    private static Line toLine(Readable row) {
        return new Line(
                Columns.required(row, "id", UUID.class),
                row.get("subscription_id", UUID.class),
                Columns.required(row, "provider", String.class),
                Columns.required(row, "provider_invoice_id", String.class),
                Columns.required(row, "amount_cents", Long.class),
                Columns.required(row, "currency", String.class),
                Columns.required(row, "status", String.class),
                Columns.required(row, "refunded_cents", Long.class),
                Columns.required(row, "refunds", String.class),
                Columns.timeOrNull(row, "paid_at"),
                Columns.timeOrNull(row, "created_at"));
    }
}
