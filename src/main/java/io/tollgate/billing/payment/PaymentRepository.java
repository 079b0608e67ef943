package io.tollgate.billing.payment;

import static io.tollgate.billing.payment.PaymentRows.COLUMNS;

import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of {@code payments}: one per invoice of a provider. */
@Repository
class PaymentRepository {

    private static final String SELECT = "select " + COLUMNS + " from payments ";

    private final DatabaseClient db;
    private final Clock clock;

    PaymentRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** The newest first. */
    Flux<Payment> ofUser(UUID userId, int limit, int offset) {
        return page(userId, limit, offset);
    }

    /** The newest first. @param userId null for everybody's */
    Flux<Payment> page(@Nullable UUID userId, int limit, int offset) {
        return db.sql(SELECT + """
                        where cast(:userId as uuid) is null or user_id = :userId
                        order by created_at desc, id desc limit :limit offset :offset
                        """)
                .bind("userId", Parameter.fromOrEmpty(userId, UUID.class))
                .bind("limit", limit)
                .bind("offset", offset)
                .map(PaymentRows::toPayment)
                .all();
    }

    Mono<Long> count(@Nullable UUID userId) {
        return db.sql("select count(*) from payments where cast(:userId as uuid) is null or user_id = :userId")
                .bind("userId", Parameter.fromOrEmpty(userId, UUID.class))
                .mapValue(Long.class)
                .one();
    }

    Mono<Payment> find(UUID id) {
        return db.sql(SELECT + "where id = :id")
                .bind("id", id)
                .map(PaymentRows::toPayment)
                .one();
    }

    /** @param invoiceId Stripe's; or of one of our own, whoever has collected it in the end */
    Mono<Payment> findByInvoice(String invoiceId) {
        return db.sql(SELECT + """
                        where provider in ('stripe', 'manual', 'paymob') and provider_invoice_id = :invoiceId
                          and (provider = 'stripe' or id::text = provider_invoice_id)
                        """)
                .bind("invoiceId", invoiceId)
                .map(PaymentRows::toPayment)
                .one();
    }

    /** What a payment intent has paid, where that has been noted. */
    Mono<Payment> findByIntent(String paymentIntentId) {
        return db.sql(SELECT + "where provider = 'stripe' and provider_payment_id = :intentId limit 1")
                .bind("intentId", paymentIntentId)
                .map(PaymentRows::toPayment)
                .one();
    }

    /** Keeps everybody else from deciding what may go back of it until the transaction ends. */
    Mono<Payment> lock(UUID id) {
        return db.sql(SELECT + "where id = :id for update")
                .bind("id", id)
                .map(PaymentRows::toPayment)
                .one();
    }

    /** Which number the next reading at Stripe has; to be taken before asking. */
    Mono<Long> nextReadOrder() {
        return db.sql("select nextval('payment_reads')").mapValue(Long.class).one();
    }

    /** Writes a reading of an invoice over an earlier one; empty when a later one is there. What was paid stays paid. */
    Mono<Payment> upsert(Payment payment) {
        return PaymentRows.bind(db.sql("insert into payments (" + COLUMNS + """
                        , updated_at)
                        values (:id, :userId, :subscriptionId, :provider, :invoiceId, :paymentId, :cents, :currency, :status,
                                :reason, :attempts, :failedAttempt, :refunded, :receiptUrl, :paidAt, :createdAt, :readOrder,
                                :now)
                        on conflict (provider, provider_invoice_id) do update set
                            amount_cents = case when payments.status in ('pending', 'failed', 'canceled')
                                then excluded.amount_cents else payments.amount_cents end,
                            status = case when payments.status in ('pending', 'failed', 'canceled')
                                then excluded.status else payments.status end,
                            subscription_id = coalesce(payments.subscription_id, excluded.subscription_id),
                            provider_payment_id = coalesce(excluded.provider_payment_id, payments.provider_payment_id),
                            attempts = greatest(payments.attempts, excluded.attempts),
                            failed_attempt = greatest(payments.failed_attempt, excluded.failed_attempt),
                            receipt_url = coalesce(excluded.receipt_url, payments.receipt_url),
                            paid_at = coalesce(excluded.paid_at, payments.paid_at),
                            read_order = excluded.read_order, updated_at = excluded.updated_at
                        where payments.read_order < excluded.read_order
                        returning\s""" + COLUMNS), payment)
                .bind("now", clock.instant())
                .map(PaymentRows::toPayment)
                .one();
    }

    /** Takes the turn of a reading of what went back; false when a later one has been written. Wants {@link #lock}. */
    Mono<Boolean> claimReturns(UUID id, long order) {
        return db.sql("update payments set returns_read_order = :order where id = :id and returns_read_order < :order")
                .bind("id", id)
                .bind("order", order)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Draws the payment's status from its refunds and disputes. Wants {@link #lock}. */
    Mono<Payment> settle(UUID id) {
        return db.sql("""
                        update payments p
                        set refunded_cents = least(p.amount_cents, back.cents),
                            status = case
                                when p.status in ('pending', 'failed', 'canceled') then p.status
                                when bank.lost then 'reversed'
                                when bank.open then 'disputed'
                                when back.cents > 0 and back.cents >= p.amount_cents then 'refunded'
                                when back.cents > 0 then 'partially_refunded'
                                else 'succeeded' end,
                            updated_at = :now
                        from (select coalesce(sum(amount_cents), 0) as cents from refunds
                              where payment_id = :id and status in ('pending', 'requires_action', 'succeeded')) back,
                             (select coalesce(bool_or(status = 'lost'), false) as lost,
                                     coalesce(bool_or(status in ('needs_response', 'under_review')), false) as open
                              from disputes where payment_id = :id) bank
                        where p.id = :id
                        returning\s""" + COLUMNS)
                .bind("id", id)
                .bind("now", clock.instant())
                .map(PaymentRows::toPayment)
                .one();
    }
}
