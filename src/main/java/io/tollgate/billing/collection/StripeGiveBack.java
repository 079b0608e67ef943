package io.tollgate.billing.collection;

import io.tollgate.billing.collection.PaymentGateway.RefundOutcome;
import io.tollgate.billing.payment.ReturnOfOurs;
import io.tollgate.billing.plan.Money;
import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.NewStripeRefund;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripeRefund;
import io.tollgate.billing.stripe.StripeRefunds;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Gives back at Stripe what a credit note says: looks first whether that was done, since keys are forgotten after a day. */
@Component
class StripeGiveBack {

    private static final String NOTE = ReturnOfOurs.NOTE;

    private final StripeRefunds refunds;

    StripeGiveBack(StripeRefunds refunds) {
        this.refunds = refunds;
    }

    Mono<RefundOutcome> refund(NoteRefund refund, String paymentIntentId) {
        return found(refund, paymentIntentId)
                .switchIfEmpty(Mono.defer(() -> make(refund, paymentIntentId)))
                .map(StripeGiveBack::outcome)
                .onErrorResume(StripeFailure.class, failure -> Mono.just(outcome(failure)));
    }

    private Mono<StripeRefund> found(NoteRefund refund, String paymentIntentId) {
        return refund.asked() == NoteRefund.Asked.NEVER
                ? Mono.empty()
                : refunds.list(paymentIntentId)
                        .filter(made -> refund.noteId()
                                .toString()
                                .equals(made.metadata().get(NOTE)))
                        .next();
    }

    private Mono<StripeRefund> make(NoteRefund refund, String paymentIntentId) {
        return refunds.create(
                IdempotencyKey.of("note", refund.noteId(), 1),
                new NewStripeRefund(
                        paymentIntentId,
                        refund.amount().cents(),
                        null,
                        Map.of(NOTE, refund.noteId().toString())));
    }

    private static RefundOutcome outcome(StripeRefund made) {
        return switch (made.status()) {
            case "failed", "canceled" ->
                new RefundOutcome.Refused(Objects.requireNonNullElse(made.failure(), made.status()), 0);
            default ->
                new RefundOutcome.Made(
                        made.id(),
                        new Money(made.amount(), made.currency()),
                        !made.status().equals("succeeded"));
        };
    }

    private static RefundOutcome outcome(StripeFailure failure) {
        String code =
                Objects.requireNonNullElse(failure.stripeCode(), failure.kind().name());
        return switch (failure.kind()) {
            case INVALID_REQUEST, NOT_FOUND, CARD -> new RefundOutcome.Refused(code, 0);
            case IDEMPOTENCY, AUTHENTICATION, RATE_LIMITED, UNAVAILABLE -> new RefundOutcome.Unknown(code);
        };
    }
}
