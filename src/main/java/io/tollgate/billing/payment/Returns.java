package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.IgnoredEvent;
import io.tollgate.billing.stripe.StripeDispute;
import io.tollgate.billing.stripe.StripeRefund;
import io.tollgate.platform.jobs.JobRun;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Money that goes back. Every event that tells of a refund or a dispute ends here, and none is believed: all refunds and
 * disputes of the payment are read, then written under the lock on the payment unless a later reading has been written.
 */
@Component
class Returns {

    private final ReturnsReader reader;
    private final PaymentSync sync;
    private final PaymentRepository payments;
    private final RefundOutcome outcome;
    private final DisputeOutcome disputes;
    private final OwnReturns ours;

    Returns(
            ReturnsReader reader,
            PaymentSync sync,
            PaymentRepository payments,
            RefundOutcome outcome,
            DisputeOutcome disputes,
            OwnReturns ours) {
        this.reader = reader;
        this.sync = sync;
        this.payments = payments;
        this.outcome = outcome;
        this.disputes = disputes;
        this.ours = ours;
    }

    Mono<Void> refund(String refundId, JobRun run) {
        return reader.ofRefund(refundId).flatMap(reading -> run.once(apply(reading)));
    }

    Mono<Void> charge(String chargeId, JobRun run) {
        return reader.ofCharge(chargeId).flatMap(reading -> run.once(apply(reading)));
    }

    Mono<Void> dispute(String disputeId, JobRun run) {
        return reader.ofDispute(disputeId).flatMap(reading -> run.once(apply(reading)));
    }

    /** Asks Stripe. To be done before the transaction. */
    Mono<ReturnsReading> read(String paymentIntentId) {
        return reader.ofIntent(paymentIntentId);
    }

    /** Asks Stripe, by whichever of the two is known. Ends with {@link IgnoredEvent} for what paid no invoice. */
    Mono<ReturnsReading> read(@Nullable String paymentIntentId, @Nullable String chargeId) {
        return reader.ofIntent(paymentIntentId, chargeId);
    }

    /** Writes a reading. Wants a transaction round it. Ends with {@link IgnoredEvent} when the payment is not ours. */
    Mono<Void> apply(ReturnsReading reading) {
        return recorded(reading)
                .then(payments.findByInvoice(reading.invoiceId()))
                .switchIfEmpty(Mono.error(() -> new IgnoredEvent("not a payment of ours")))
                .flatMap(payment -> payments.lock(payment.id()))
                .filterWhen(payment -> payments.claimReturns(payment.id(), reading.order()))
                .flatMap(payment -> write(payment, reading));
    }

    /** The refund may be heard of before the payment is. */
    private Mono<Void> recorded(ReturnsReading reading) {
        return Mono.justOrEmpty(Optional.ofNullable(reading.invoice()))
                .flatMap(sync::record)
                .then();
    }

    private Mono<Void> write(Payment payment, ReturnsReading reading) {
        Mono<Void> given = Flux.fromIterable(reading.refunds())
                .concatMap((StripeRefund told) -> outcome.write(payment, told))
                .then();
        Mono<Void> contested = Flux.fromIterable(reading.disputes())
                .concatMap((StripeDispute told) -> disputes.write(payment, told))
                .then();
        return given.then(contested).then(payments.settle(payment.id())).then(ours.promise(payment, reading));
    }
}
