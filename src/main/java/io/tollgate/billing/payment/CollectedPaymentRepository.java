package io.tollgate.billing.payment;

import io.tollgate.billing.payment.CollectedPayments.Arrived;
import io.tollgate.billing.payment.CollectedPayments.Asked;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.subscription.Provider;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code payments} whose invoices are our own: their id is the invoice's. */
@Repository
class CollectedPaymentRepository {

    private static final String UNPAID = "payments.status in ('pending', 'failed', 'canceled')";

    private final DatabaseClient db;
    private final Clock clock;

    CollectedPaymentRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Nothing for those that are there. */
    Mono<Void> ask(List<Asked> asked) {
        return db.sql("""
                        insert into payments (id, user_id, subscription_id, provider, provider_invoice_id, amount_cents, currency,
                            status, billing_reason, attempts, failed_attempt, created_at, updated_at)
                        select a.id, a.user_id, a.subscription_id, a.provider, cast(a.id as text), a.cents, a.currency, 'pending',
                               a.reason, 0, 0, a.created_at, :now
                        from unnest(:ids::uuid[], :userIds::uuid[], :subscriptionIds::uuid[], :providers::text[], :cents::bigint[],
                                    :currencies::text[], :reasons::text[], :createdAt::timestamptz[])
                            as a (id, user_id, subscription_id, provider, cents, currency, reason, created_at)
                        on conflict do nothing
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

    /**
     * What became of the invoice.
     *
     * @param amount asked for; or all that was paid
     * @param attempt the number of the one that failed; 0 for none
     */
    record Outcome(
            PaymentStatus status,
            Provider provider,
            @Nullable String providerPaymentId,
            Money amount,
            int attempt,
            @Nullable String receiptUrl,
            @Nullable Instant paidAt) {

        static Outcome failed(Asked asked, int attempt) {
            return new Outcome(PaymentStatus.FAILED, asked.provider(), null, asked.amount(), attempt, null, null);
        }

        static Outcome of(Arrived arrived) {
            return new Outcome(
                    PaymentStatus.SUCCEEDED,
                    arrived.provider(),
                    arrived.providerPaymentId(),
                    arrived.amount(),
                    0,
                    arrived.receiptUrl(),
                    arrived.paidAt());
        }
    }

    /** Empty for what is paid already. */
    Mono<Payment> write(Asked asked, Outcome outcome) {
        return update(asked, outcome)
                // Nobody has told of it yet. Of two who do so at once, the second finds the row of the first.
                .switchIfEmpty(Mono.defer(() -> ask(List.of(asked)).then(update(asked, outcome))));
    }

    private Mono<Payment> update(Asked asked, Outcome outcome) {
        return db.sql("""
                        update payments set
                            provider = :provider,
                            provider_payment_id = coalesce(:paymentId, provider_payment_id),
                            amount_cents = :cents,
                            status = :status,
                            attempts = greatest(attempts, :attempt),
                            failed_attempt = greatest(failed_attempt, :attempt),
                            receipt_url = coalesce(:receiptUrl, receipt_url),
                            paid_at = :paidAt, updated_at = :now
                        where id = :id and\s""" + UNPAID + " returning " + PaymentRows.COLUMNS)
                .bind("id", asked.invoiceId())
                .bind("provider", outcome.provider().value())
                .bind("paymentId", Parameter.fromOrEmpty(outcome.providerPaymentId(), String.class))
                .bind("cents", outcome.amount().cents())
                .bind("status", outcome.status().value())
                .bind("attempt", outcome.attempt())
                .bind("receiptUrl", Parameter.fromOrEmpty(outcome.receiptUrl(), String.class))
                .bind("paidAt", Parameter.fromOrEmpty(outcome.paidAt(), Instant.class))
                .bind("now", clock.instant())
                .map(PaymentRows::toPayment)
                .one();
    }

    /** Empty for what is paid, or canceled already. */
    Mono<Payment> cancel(UUID invoiceId) {
        return db.sql("""
                        update payments set status = 'canceled', updated_at = :now
                        where id = :id and status in ('pending', 'failed')
                        returning\s""" + PaymentRows.COLUMNS)
                .bind("id", invoiceId)
                .bind("now", clock.instant())
                .map(PaymentRows::toPayment)
                .one();
    }
}
