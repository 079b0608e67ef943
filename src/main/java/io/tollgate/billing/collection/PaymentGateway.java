package io.tollgate.billing.collection;

import io.tollgate.billing.plan.Money;
import io.tollgate.billing.subscription.Provider;
import reactor.core.publisher.Mono;

/**
 * Somebody who collects money for us. Every method answers, whatever happens: an error is {@link ChargeResult.Unknown}. Asked again
 * with the same order, none takes money twice.
 */
interface PaymentGateway {

    Provider provider();

    /** Whether there is anything to be asked of it: else the money comes by itself, and somebody says so. */
    boolean collects();

    /** Whether it can take money while the payer is away. */
    boolean chargesAlone();

    /** Takes the money, or opens a page where it cannot. */
    Mono<ChargeResult> charge(ChargeOrder order);

    /** Opens a page for the payer. */
    Mono<ChargeResult> open(ChargeOrder order);

    /** Finds out what became of an attempt that got no answer, or that waits for its payer. */
    Mono<ChargeResult> resolve(ChargeOrder order);

    /** Sees to it that an attempt that waits can no longer be paid; {@code ActionRequired} where that is not in our power. */
    Mono<ChargeResult> close(ChargeOrder order);

    /** Whether it says of each refund for which note that was. Where it does not, one of a payment is asked for at a time. */
    boolean tellsRefundsApart();

    /** Gives money back by the way it came. */
    Mono<RefundOutcome> refund(NoteRefund refund, String providerPaymentId);

    /** What came of giving back. */
    sealed interface RefundOutcome {

        /** @param underWay the provider has taken it on, and says later whether the money arrived */
        record Made(String providerRefundId, Money amount, boolean underWay) implements RefundOutcome {

            Made(String providerRefundId, Money amount) {
                this(providerRefundId, amount, false);
            }
        }

        /** @param returned minor units of the payment that have gone back otherwise, as far as the provider says so here */
        record Refused(String code, long returned) implements RefundOutcome {}

        /** Nobody knows yet: ask again. */
        record Unknown(String reason) implements RefundOutcome {}
    }
}
