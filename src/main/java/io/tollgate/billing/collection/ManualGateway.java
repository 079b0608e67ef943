package io.tollgate.billing.collection;

import io.tollgate.billing.subscription.Provider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Bank transfers and the like: nobody to ask. An administrator notes what has arrived. */
@Component
class ManualGateway implements PaymentGateway {

    private static final String NOBODY = "nobody_to_ask";

    @Override
    public Provider provider() {
        return Provider.MANUAL;
    }

    @Override
    public boolean collects() {
        return false;
    }

    @Override
    public boolean chargesAlone() {
        return false;
    }

    @Override
    public Mono<ChargeResult> charge(ChargeOrder order) {
        return nothing();
    }

    @Override
    public Mono<ChargeResult> open(ChargeOrder order) {
        return nothing();
    }

    @Override
    public Mono<ChargeResult> resolve(ChargeOrder order) {
        return nothing();
    }

    @Override
    public Mono<ChargeResult> close(ChargeOrder order) {
        return nothing();
    }

    @Override
    public boolean tellsRefundsApart() {
        return true;
    }

    @Override
    public Mono<RefundOutcome> refund(NoteRefund refund, String providerPaymentId) {
        return Mono.just(new RefundOutcome.Refused(NOBODY, 0));
    }

    private static Mono<ChargeResult> nothing() {
        return Mono.just(new ChargeResult.Declined(NOBODY, false));
    }
}
