package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeRefunds;
import io.tollgate.platform.jobs.JobHandler;
import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.jobs.JobType;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Sees a refund through whose request got no answer from Stripe, or did not live to write it. It looks whether Stripe has made it
 * before it asks again: after a day Stripe has forgotten the key.
 */
@Component
class RefundJob implements JobHandler<RefundJob.Payload> {

    static final JobType<Payload> TYPE = new JobType<>("payment.refund", "billing", Payload.class);

    private final RefundRepository refunds;
    private final PaymentRepository payments;
    private final StripeRefunds stripe;
    private final Refunding refunding;

    RefundJob(RefundRepository refunds, PaymentRepository payments, StripeRefunds stripe, Refunding refunding) {
        this.refunds = refunds;
        this.payments = payments;
        this.stripe = stripe;
        this.refunding = refunding;
    }

    record Payload(UUID refundId) {}

    @Override
    public JobType<Payload> type() {
        return TYPE;
    }

    @Override
    public Mono<Void> handle(Payload payload, JobRun run) {
        return refunds.find(payload.refundId())
                .filter(refund -> refund.status() == RefundStatus.REQUESTED)
                .flatMap(refund -> found(refund).switchIfEmpty(Mono.defer(() -> refunding.carryOut(refund))))
                .then();
    }

    private Mono<RefundResult> found(Refund refund) {
        return payments.find(refund.paymentId())
                .flatMapMany(payment -> stripe.list(Objects.requireNonNull(payment.providerPaymentId())))
                .filter(made -> refund.id().toString().equals(made.metadata().get(RefundOutcome.NOTE)))
                .next()
                .flatMap(made -> refunding.made(refund, made));
    }
}
