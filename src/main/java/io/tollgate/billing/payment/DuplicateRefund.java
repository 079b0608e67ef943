package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripeInvoicePayment;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.stripe.StripeRefund;
import io.tollgate.billing.stripe.StripeRefunds;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.billing.subscription.DuplicateSubscription;
import io.tollgate.billing.subscription.SubscriptionSync;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import io.tollgate.platform.web.RequestFacts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Cancels a subscription that was paid for twice over and gives back every payment made for it. Each payment is refunded under
 * a key of its own and never under another, so that a second run gives nothing back twice.
 */
@Component
class DuplicateRefund implements JobHandler<DuplicateSubscription> {

    private final StripeSubscriptions stripe;
    private final StripeInvoices invoices;
    private final StripeRefunds refunds;
    private final SubscriptionSync sync;
    private final PaymentRepository payments;
    private final AuditLog audit;

    DuplicateRefund(
            StripeSubscriptions stripe,
            StripeInvoices invoices,
            StripeRefunds refunds,
            SubscriptionSync sync,
            PaymentRepository payments,
            AuditLog audit) {
        this.stripe = stripe;
        this.invoices = invoices;
        this.refunds = refunds;
        this.sync = sync;
        this.payments = payments;
        this.audit = audit;
    }

    private record Refunded(String invoiceId, long cents, String currency, String refund) {}

    @Override
    public JobType<DuplicateSubscription> type() {
        return DuplicateSubscription.TYPE;
    }

    @Override
    public Mono<Void> handle(DuplicateSubscription duplicate, JobRun run) {
        String id = duplicate.providerSubscriptionId();
        return stripe.cancelNow(id, false)
                .then(refundAll(id))
                .flatMap(refunded -> sync.read(id)
                        .flatMap(reading -> run.once(sync.apply(reading, null).then(note(duplicate, refunded)))));
    }

    private Mono<List<Refunded>> refundAll(String subscriptionId) {
        return invoices.list(subscriptionId)
                .concatMap(invoice -> invoices.payments(invoice.id()))
                .filter(payment -> "paid".equals(payment.status()) && payment.paymentIntentId() != null)
                .concatMap(this::refund)
                .collectList();
    }

    private Mono<Refunded> refund(StripeInvoicePayment payment) {
        String intent = Objects.requireNonNull(payment.paymentIntentId());
        return refunds.create(IdempotencyKey.of("refund.duplicate", intent, 1), intent, Map.of("reason", "duplicate"))
                .map(StripeRefund::id)
                .onErrorResume(
                        StripeFailure.class,
                        failure -> "charge_already_refunded".equals(failure.stripeCode())
                                ? Mono.just("earlier")
                                : Mono.error(failure))
                .map(refund -> new Refunded(payment.invoiceId(), payment.amountPaid(), payment.currency(), refund));
    }

    private Mono<Void> note(DuplicateSubscription duplicate, List<Refunded> refunded) {
        return Flux.fromIterable(refunded)
                .filterWhen(one -> payments.refunded(one.invoiceId(), one.cents()))
                .concatMap(one -> audit.record(AuditEntry.of("subscription.duplicate_refunded", RequestFacts.NONE)
                        .on("subscription", duplicate.subscriptionId())
                        .with(Map.of(
                                "provider_invoice_id", one.invoiceId(),
                                "amount_cents", Long.toString(one.cents()),
                                "currency", one.currency(),
                                "refund", one.refund()))))
                .then();
    }
}
