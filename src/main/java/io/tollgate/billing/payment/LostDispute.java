package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.billing.subscription.SubscriptionSync;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Ends the subscription at Stripe whose payment was lost in a dispute. */
@Component
class LostDispute implements JobHandler<LostDispute.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("payment.dispute_lost", "billing", Payload.class);

    private final StripeInvoices invoices;
    private final StripeSubscriptions stripe;
    private final SubscriptionSync sync;

    LostDispute(StripeInvoices invoices, StripeSubscriptions stripe, SubscriptionSync sync) {
        this.invoices = invoices;
        this.stripe = stripe;
        this.sync = sync;
    }

    /** @param invoiceId Stripe's, of the payment that was lost */
    record Payload(UUID disputeId, String invoiceId) {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return invoices.retrieve(payload.invoiceId())
                .flatMap(invoice -> Mono.justOrEmpty(invoice.subscriptionId()))
                .flatMap(id -> stripe.cancelNow(id, false)
                        .then(sync.read(id))
                        .flatMap(reading -> run.once(sync.apply(reading, null).then())));
    }
}
