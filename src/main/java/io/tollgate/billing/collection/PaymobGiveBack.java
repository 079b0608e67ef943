package io.tollgate.billing.collection;

import io.tollgate.billing.collection.PaymentGateway.RefundOutcome;
import io.tollgate.billing.paymob.Paymob;
import io.tollgate.billing.paymob.PaymobFailure;
import io.tollgate.billing.paymob.PaymobTransaction;
import io.tollgate.billing.plan.Money;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Gives back at Paymob what a credit note says. Paymob knows no idempotency keys and says only how much has gone back of a payment in
 * all. So one refund of a payment is asked for at a time, what had gone back is noted just before, and what got no answer was done if
 * so much more has gone back since.
 */
@Component
class PaymobGiveBack {

    private final Paymob paymob;
    private final NoteRefundRepository repository;

    PaymobGiveBack(Paymob paymob, NoteRefundRepository repository) {
        this.paymob = paymob;
        this.repository = repository;
    }

    Mono<RefundOutcome> refund(NoteRefund refund, String transactionId) {
        return returned(transactionId)
                .flatMap(returned -> decide(refund, transactionId, returned))
                // Whoever could not look knows nothing, whatever the reason.
                .onErrorResume(PaymobFailure.class, failure -> Mono.just(new RefundOutcome.Unknown(failure.reason())))
                .onErrorResume(fault ->
                        Mono.just(new RefundOutcome.Unknown(fault.getClass().getSimpleName())));
    }

    private Mono<Long> returned(String transactionId) {
        return paymob.retrieve(transactionId).map(PaymobTransaction::returnedCents);
    }

    /** What may still show is not asked for again: there is no key that would hold the second one back. */
    private Mono<RefundOutcome> decide(NoteRefund refund, String transactionId, long returned) {
        boolean done = refund.asked() != NoteRefund.Asked.NEVER
                && returned >= refund.returnedBefore() + refund.amount().cents();
        if (done) {
            return Mono.just(new RefundOutcome.Made("note:" + refund.noteId(), refund.amount()));
        }
        return refund.asked() == NoteRefund.Asked.JUST_NOW
                ? Mono.just(new RefundOutcome.Unknown("may_still_show"))
                : ask(refund, transactionId, returned);
    }

    private Mono<RefundOutcome> ask(NoteRefund refund, String transactionId, long returned) {
        return repository
                .asking(refund.noteId(), returned)
                .flatMap(ours ->
                        ours ? make(refund, transactionId) : Mono.just(new RefundOutcome.Unknown("asked_meanwhile")));
    }

    private Mono<RefundOutcome> make(NoteRefund refund, String transactionId) {
        return paymob.refund(transactionId, refund.amount().cents())
                .map(PaymobGiveBack::outcome)
                .onErrorResume(PaymobFailure.class, failure -> Mono.just(outcome(failure)))
                .flatMap(outcome -> outcome instanceof RefundOutcome.Refused refused
                        ? seen(refused, transactionId)
                        : Mono.just(outcome));
    }

    /** It may be refused because somebody has given it back on the dashboard. */
    private Mono<RefundOutcome> seen(RefundOutcome.Refused refused, String transactionId) {
        return returned(transactionId).map(returned -> new RefundOutcome.Refused(refused.code(), returned));
    }

    private static RefundOutcome outcome(PaymobTransaction made) {
        return made.success() || made.pending()
                ? new RefundOutcome.Made(Long.toString(made.id()), new Money(made.amountCents(), made.currency()))
                : new RefundOutcome.Refused(Objects.requireNonNullElse(made.code(), "refused"), 0);
    }

    /** Not to be let in says nothing about the refund. */
    private static RefundOutcome outcome(PaymobFailure failure) {
        return failure.refused() && !failure.notLetIn()
                ? new RefundOutcome.Refused(failure.reason(), 0)
                : new RefundOutcome.Unknown(failure.reason());
    }
}
