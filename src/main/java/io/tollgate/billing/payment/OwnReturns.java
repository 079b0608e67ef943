package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.StripeRefund;
import io.tollgate.platform.jobs.Outbox;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Promises the work on invoices of our own whose money has left again without a credit note of ours. */
@Component
class OwnReturns {

    private final DisputeProperties policy;
    private final Outbox outbox;

    OwnReturns(DisputeProperties policy, Outbox outbox) {
        this.policy = policy;
        this.outbox = outbox;
    }

    /** Wants the transaction in which the reading is written. */
    Mono<Void> promise(Payment payment, ReturnsReading reading) {
        boolean lost = reading.disputes().stream().anyMatch(dispute -> Dispute.LOST.equals(dispute.status()));
        boolean given = reading.refunds().stream().anyMatch(OwnReturns::news);
        return payment.ofOurs() && (lost || given)
                ? outbox.enqueue(
                        ReturnOfOurs.TYPE,
                        payment.userId().toString(),
                        new ReturnOfOurs(
                                payment.id(),
                                reading.paymentIntentId(),
                                lost && policy.lost() == DisputeProperties.Lost.CANCEL))
                : Mono.empty();
    }

    /** That a note of ours was refunded is no news; that it failed is. */
    private static boolean news(StripeRefund refund) {
        return !refund.metadata().containsKey(ReturnOfOurs.NOTE)
                || RefundStatus.ofStripe(refund.status()) == RefundStatus.FAILED;
    }
}
