package io.tollgate.billing.payment;

import io.tollgate.billing.plan.Money;
import io.tollgate.billing.stripe.StripeRefund;
import io.tollgate.billing.subscription.Provider;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The payments of invoices that we make and collect ourselves, among those of Stripe's: the row of an invoice has the invoice's
 * own id, twice. All of it wants the transaction of what it tells of.
 */
@Component
public class CollectedPayments {

    private static final String UNPAID = "payments.status in ('pending', 'failed', 'canceled')";

    private final DatabaseClient db;
    private final PaymentRepository payments;
    private final RefundOutcome refunds;
    private final PaymentWebhooks webhooks;
    private final Clock clock;

    CollectedPayments(
            DatabaseClient db,
            PaymentRepository payments,
            RefundOutcome refunds,
            PaymentWebhooks webhooks,
            Clock clock) {
        this.db = db;
        this.payments = payments;
        this.refunds = refunds;
        this.webhooks = webhooks;
        this.clock = clock;
    }

    /**
     * An invoice to be paid.
     *
     * @param amount that is asked for
     * @param reason in a word: what the invoice is for
     * @param issuedAt in the customer's time
     */
    public record Asked(
            UUID invoiceId,
            UUID userId,
            @Nullable UUID subscriptionId,
            Provider provider,
            Money amount,
            String reason,
            Instant issuedAt) {}

    /** What brought the money, and with it the invoice's end. @param amount all that was paid for it */
    public record Arrived(
            Provider provider,
            @Nullable String providerPaymentId,
            Money amount,
            @Nullable String receiptUrl,
            Instant paidAt) {}

    /** They are asked for. Nothing for those of which that is known. */
    public Mono<Void> asked(List<Asked> asked) {
        return db.sql("""
                        insert into payments (id, user_id, subscription_id, provider, provider_invoice_id, amount_cents, currency,
                            status, billing_reason, attempts, failed_attempt, created_at, updated_at)
                        select a.id, a.user_id, a.subscription_id, a.provider, cast(a.id as text), a.cents, a.currency, 'pending',
                               a.reason, 0, 0, a.created_at, :now
                        from unnest(:ids::uuid[], :userIds::uuid[], :subscriptionIds::uuid[], :providers::text[], :cents::bigint[],
                                    :currencies::text[], :reasons::text[], :createdAt::timestamptz[])
                            as a (id, user_id, subscription_id, provider, cents, currency, reason, created_at)
                        on conflict (id) do nothing
                        """)
                .bind("ids", column(asked, Asked::invoiceId, UUID[]::new))
                .bind("userIds", column(asked, Asked::userId, UUID[]::new))
                .bind("subscriptionIds", column(asked, Asked::subscriptionId, UUID[]::new))
                .bind("providers", column(asked, one -> one.provider().value(), String[]::new))
                .bind("cents", column(asked, one -> one.amount().cents(), Long[]::new))
                .bind("currencies", column(asked, one -> one.amount().currency(), String[]::new))
                .bind("reasons", column(asked, Asked::reason, String[]::new))
                .bind("createdAt", column(asked, Asked::issuedAt, Instant[]::new))
                .bind("now", clock.instant())
                .then();
    }

    private static <T> T[] column(List<Asked> asked, Function<Asked, @Nullable T> value, IntFunction<T[]> array) {
        return asked.stream().map(value).toArray(array);
    }

    /** @param attempt the number of the one that failed */
    public Mono<Void> failed(Asked asked, int attempt) {
        return write(asked, PaymentStatus.FAILED, attempt, null);
    }

    public Mono<Void> arrived(Asked asked, Arrived arrived) {
        return write(asked, PaymentStatus.SUCCEEDED, 0, arrived);
    }

    /** Nobody owes it any more. */
    public Mono<Void> canceled(UUID invoiceId) {
        return db.sql("update payments set status = 'canceled', updated_at = :now where id = :id and " + UNPAID)
                .bind("id", invoiceId)
                .bind("now", clock.instant())
                .then();
    }

    /** Some of it went back. Nothing when that is known. */
    public Mono<Void> returned(UUID invoiceId, String providerRefundId, Money amount, Map<String, String> metadata) {
        return payments.lock(invoiceId)
                .flatMap(payment -> refunds.write(payment, told(payment, providerRefundId, amount, metadata)))
                .then(payments.settle(invoiceId))
                .then();
    }

    private StripeRefund told(Payment payment, String id, Money amount, Map<String, String> metadata) {
        return new StripeRefund(
                id,
                null,
                payment.providerPaymentId(),
                amount.cents(),
                amount.currency(),
                "succeeded",
                null,
                null,
                metadata,
                clock.instant());
    }

    private Mono<Void> write(Asked asked, PaymentStatus status, int attempt, @Nullable Arrived arrived) {
        return db.sql("""
                        insert into payments (id, user_id, subscription_id, provider, provider_invoice_id, provider_payment_id,
                            amount_cents, currency, status, billing_reason, attempts, failed_attempt, receipt_url, paid_at,
                            created_at, updated_at)
                        values (:id, :userId, :subscriptionId, :provider, cast(:id as text), :paymentId, :cents, :currency, :status,
                                :reason, :attempt, :attempt, :receiptUrl, :paidAt, :createdAt, :now)
                        on conflict (id) do update set
                            provider = excluded.provider,
                            provider_payment_id = coalesce(excluded.provider_payment_id, payments.provider_payment_id),
                            amount_cents = excluded.amount_cents,
                            status = excluded.status,
                            attempts = greatest(payments.attempts, excluded.attempts),
                            failed_attempt = greatest(payments.failed_attempt, excluded.failed_attempt),
                            receipt_url = coalesce(excluded.receipt_url, payments.receipt_url),
                            paid_at = excluded.paid_at, updated_at = excluded.updated_at
                        where\s""" + UNPAID + " and excluded.status <> 'pending' returning " + PaymentRows.COLUMNS)
                .bind("id", asked.invoiceId())
                .bind("userId", asked.userId())
                .bind("subscriptionId", Parameter.fromOrEmpty(asked.subscriptionId(), UUID.class))
                .bind("provider", (arrived == null ? asked.provider() : arrived.provider()).value())
                .bind(
                        "paymentId",
                        Parameter.fromOrEmpty(arrived == null ? null : arrived.providerPaymentId(), String.class))
                .bind("cents", (arrived == null ? asked.amount() : arrived.amount()).cents())
                .bind("currency", asked.amount().currency())
                .bind("status", status.value())
                .bind("reason", asked.reason())
                .bind("attempt", attempt)
                .bind("receiptUrl", Parameter.fromOrEmpty(arrived == null ? null : arrived.receiptUrl(), String.class))
                .bind("paidAt", Parameter.fromOrEmpty(arrived == null ? null : arrived.paidAt(), Instant.class))
                .bind("createdAt", asked.issuedAt())
                .bind("now", clock.instant())
                .map(PaymentRows::toPayment)
                .one()
                .flatMap(written -> webhooks.written(null, written));
    }
}
