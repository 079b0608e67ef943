package io.tollgate.billing.payment;

import io.tollgate.billing.plan.Money;
import io.tollgate.billing.stripe.StripeRefund;
import io.tollgate.billing.subscription.Provider;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The payments of invoices that we make and collect ourselves, among those of Stripe's: the row of an invoice has the invoice's
 * own id, twice. All of it wants the transaction of what it tells of.
 */
@Component
public class CollectedPayments {

    private final CollectedPaymentRepository collected;
    private final PaymentRepository payments;
    private final RefundOutcome refunds;
    private final PaymentWebhooks webhooks;
    private final Clock clock;

    CollectedPayments(
            CollectedPaymentRepository collected,
            PaymentRepository payments,
            RefundOutcome refunds,
            PaymentWebhooks webhooks,
            Clock clock) {
        this.collected = collected;
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
        return collected.ask(asked);
    }

    /** @param attempt the number of the one that failed */
    public Mono<Void> failed(Asked asked, int attempt) {
        return write(asked, CollectedPaymentRepository.Outcome.failed(asked, attempt));
    }

    public Mono<Void> arrived(Asked asked, Arrived arrived) {
        return write(asked, CollectedPaymentRepository.Outcome.of(arrived));
    }

    /** Nobody owes it any more. */
    public Mono<Void> canceled(UUID invoiceId) {
        return collected.cancel(invoiceId).flatMap(canceled -> webhooks.written(null, canceled));
    }

    /** Some of it went back. Nothing when that is known. */
    public Mono<Void> returned(UUID invoiceId, String providerRefundId, Money amount, Map<String, String> metadata) {
        return returned(invoiceId, providerRefundId, amount, metadata, false);
    }

    /** @param underWay whether it has still to arrive: people are told when it has */
    public Mono<Void> returned(
            UUID invoiceId, String providerRefundId, Money amount, Map<String, String> metadata, boolean underWay) {
        String word = underWay ? "pending" : "succeeded";
        return payments.lock(invoiceId)
                .flatMap(payment -> refunds.write(payment, told(payment, providerRefundId, amount, metadata, word)))
                .then(payments.settle(invoiceId))
                .then();
    }

    private StripeRefund told(Payment payment, String id, Money amount, Map<String, String> metadata, String word) {
        return new StripeRefund(
                id,
                null,
                payment.providerPaymentId(),
                amount.cents(),
                amount.currency(),
                word,
                null,
                null,
                metadata,
                clock.instant());
    }

    private Mono<Void> write(Asked asked, CollectedPaymentRepository.Outcome outcome) {
        return collected.write(asked, outcome).flatMap(written -> webhooks.written(null, written));
    }
}
