package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.NewStripeRefund;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.stripe.StripeRefunds;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.billing.subscription.DuplicateSubscription;
import io.tollgate.billing.subscription.SubscriptionSync;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.util.List;
import java.util.Map;
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
    private final Returns returns;

    DuplicateRefund(
            StripeSubscriptions stripe,
            StripeInvoices invoices,
            StripeRefunds refunds,
            SubscriptionSync sync,
            Returns returns) {
        this.stripe = stripe;
        this.invoices = invoices;
        this.refunds = refunds;
        this.sync = sync;
        this.returns = returns;
    }

    @Override
    public JobType<DuplicateSubscription> type() {
        return DuplicateSubscription.TYPE;
    }

    @Override
    public Mono<Void> handle(DuplicateSubscription duplicate, JobRun run) {
        String id = duplicate.providerSubscriptionId();
        return stripe.cancelNow(id, false)
                .then(refundAll(id))
                .flatMap(returned -> sync.read(id)
                        .flatMap(reading -> run.once(sync.apply(reading, null).then(note(returned)))));
    }

    private Mono<List<ReturnsReading>> refundAll(String subscriptionId) {
        return invoices.list(subscriptionId)
                .concatMap(invoice -> invoices.payments(invoice.id()))
                .filter(payment -> "paid".equals(payment.status()))
                .concatMap(payment -> Mono.justOrEmpty(payment.paymentIntentId()))
                .concatMap(intent -> refund(intent).then(returns.read(intent)))
                .collectList();
    }

    private Mono<Void> refund(String intent) {
        NewStripeRefund all = new NewStripeRefund(intent, null, null, Map.of("reason", RefundOutcome.DUPLICATE));
        return refunds.create(IdempotencyKey.of("refund.duplicate", intent, 1), all)
                .then()
                .onErrorResume(
                        StripeFailure.class, failure -> nothingIsLeft(failure) ? Mono.empty() : Mono.error(failure));
    }

    /** An earlier run has given it back, or the payer's bank has taken it. */
    private static boolean nothingIsLeft(StripeFailure failure) {
        return "charge_already_refunded".equals(failure.stripeCode()) || "charge_disputed".equals(failure.stripeCode());
    }

    private Mono<Void> note(List<ReturnsReading> returned) {
        return Flux.fromIterable(returned).concatMap(returns::apply).then();
    }
}
