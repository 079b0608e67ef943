package io.tollgate.billing.payment;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.subscription.Provider;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of {@code payments}: one per invoice of a provider. */
@Repository
class PaymentRepository {

    private static final String COLUMNS = """
            id, user_id, subscription_id, provider, provider_invoice_id, amount_cents, currency, status, billing_reason,
            failed_attempt, paid_at, created_at
            """;

    private final DatabaseClient db;
    private final Clock clock;

    PaymentRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** The newest first. */
    Flux<Payment> ofUser(UUID userId, int limit, int offset) {
        return db.sql("select " + COLUMNS + """
                         from payments where user_id = :userId
                        order by created_at desc, id desc limit :limit offset :offset
                        """)
                .bind("userId", userId)
                .bind("limit", limit)
                .bind("offset", offset)
                .map(PaymentRepository::toPayment)
                .all();
    }

    /**
     * Writes what an invoice says unless that is known already. The row comes back exactly when this is news: when it was not
     * there, when it is paid at last, when another attempt has failed. What was paid stays paid.
     */
    Mono<Payment> upsert(Payment payment) {
        return db.sql("insert into payments (" + COLUMNS + """
                        , updated_at)
                        values (:id, :userId, :subscriptionId, :provider, :invoiceId, :cents, :currency, :status, :reason,
                                :failedAttempt, :paidAt, :createdAt, :now)
                        on conflict (provider, provider_invoice_id) do update set
                            amount_cents = excluded.amount_cents, status = excluded.status,
                            failed_attempt = greatest(payments.failed_attempt, excluded.failed_attempt),
                            subscription_id = coalesce(payments.subscription_id, excluded.subscription_id),
                            paid_at = excluded.paid_at, updated_at = excluded.updated_at
                        where payments.status in ('pending', 'failed')
                          and (excluded.status = 'succeeded' or excluded.failed_attempt > payments.failed_attempt)
                        returning\s""" + COLUMNS)
                .bind("id", payment.id())
                .bind("userId", payment.userId())
                .bind("subscriptionId", Parameter.fromOrEmpty(payment.subscriptionId(), UUID.class))
                .bind("provider", payment.provider().value())
                .bind("invoiceId", payment.providerInvoiceId())
                .bind("cents", payment.amount().cents())
                .bind("currency", payment.amount().currency())
                .bind("status", payment.status().value())
                .bind("reason", Parameter.fromOrEmpty(payment.billingReason(), String.class))
                .bind("failedAttempt", payment.failedAttempt())
                .bind("paidAt", Parameter.fromOrEmpty(payment.paidAt(), Instant.class))
                .bind("createdAt", payment.createdAt())
                .bind("now", clock.instant())
                .map(PaymentRepository::toPayment)
                .one();
    }

    /** Notes that the money went back. False when that was noted, or the payment is not known yet. */
    Mono<Boolean> refunded(String stripeInvoiceId, long cents) {
        return db.sql("""
                        update payments
                        set status = 'refunded', refunded_cents = least(amount_cents, :cents), updated_at = :now
                        where provider = 'stripe' and provider_invoice_id = :invoiceId and status = 'succeeded'
                        """)
                .bind("invoiceId", stripeInvoiceId)
                .bind("cents", cents)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private static Payment toPayment(Readable row) {
        OffsetDateTime paidAt = row.get("paid_at", OffsetDateTime.class);
        return new Payment(
                required(row, "id", UUID.class),
                required(row, "user_id", UUID.class),
                row.get("subscription_id", UUID.class),
                Provider.of(required(row, "provider", String.class)),
                required(row, "provider_invoice_id", String.class),
                new Money(required(row, "amount_cents", Long.class), required(row, "currency", String.class)),
                PaymentStatus.of(required(row, "status", String.class)),
                row.get("billing_reason", String.class),
                required(row, "failed_attempt", Integer.class),
                paidAt == null ? null : paidAt.toInstant(),
                required(row, "created_at", OffsetDateTime.class).toInstant());
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
