package io.tollgate.billing.payment;

import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.NewStripeRefund;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripeRefund;
import io.tollgate.billing.stripe.StripeRefunds;
import io.tollgate.platform.audit.AuditEntry;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Gives money back: notes it, asks Stripe under a key that stays the same, writes the outcome. While the outcome is not known, the
 * refund counts as made and {@link RefundJob} finds out; another one is never made in its place.
 */
@Component
class Refunding {

    private final RefundIntents intents;
    private final PaymentRepository payments;
    private final RefundRepository refunds;
    private final RefundOutcome outcome;
    private final StripeRefunds stripe;
    private final TransactionalOperator tx;

    Refunding(
            RefundIntents intents,
            PaymentRepository payments,
            RefundRepository refunds,
            RefundOutcome outcome,
            StripeRefunds stripe,
            TransactionalOperator tx) {
        this.intents = intents;
        this.payments = payments;
        this.refunds = refunds;
        this.outcome = outcome;
        this.stripe = stripe;
        this.tx = tx;
    }

    Mono<RefundResult> refund(UUID paymentId, RefundRequest wish, UUID adminId, AuditEntry entry) {
        return intents.note(paymentId, wish, adminId, entry)
                .flatMap(
                        result -> result instanceof RefundResult.Noted noted ? now(noted.refund()) : Mono.just(result));
    }

    private Mono<RefundResult> now(Refund refund) {
        return carryOut(refund).onErrorResume(StripeFailure.class, _ -> Mono.just(new RefundResult.Noted(refund)));
    }

    /** Asks Stripe, again with the same key. Ends with {@link StripeFailure} while the outcome is not known. */
    Mono<RefundResult> carryOut(Refund refund) {
        return payments.find(refund.paymentId())
                .flatMap(payment -> stripe.create(
                        IdempotencyKey.of("refund", refund.id(), refund.attempt()), order(refund, payment)))
                .flatMap(told -> made(refund, told))
                .onErrorResume(StripeFailure.class, failure -> refused(refund, failure));
    }

    private static NewStripeRefund order(Refund refund, Payment payment) {
        return new NewStripeRefund(
                Objects.requireNonNull(payment.providerPaymentId()),
                refund.amount().cents(),
                refund.reason(),
                Map.of(RefundOutcome.NOTE, refund.id().toString()));
    }

    /** An event may have told of it already, and of what has become of it since. */
    Mono<RefundResult> made(Refund refund, StripeRefund told) {
        return payments.lock(refund.paymentId())
                .flatMap(payment -> refunds.find(refund.id())
                        .flatMap(row -> row.status() == RefundStatus.REQUESTED
                                ? outcome.write(payment, told).delayUntil(_ -> payments.settle(payment.id()))
                                : Mono.just(row)))
                .as(tx::transactional)
                .map(RefundResult.Made::new);
    }

    private Mono<RefundResult> refused(Refund refund, StripeFailure failure) {
        return switch (failure.kind()) {
            case INVALID_REQUEST, NOT_FOUND, CARD -> end(refund, reason(failure));
            default ->
                // Stripe repeats its own failure for a day, under this key alone; the job looks first whether it was
                // done.
                (failure.status() >= 500 ? refunds.nextAttempt(refund.id(), refund.attempt()) : Mono.<Void>empty())
                        .then(Mono.error(failure));
        };
    }

    private Mono<RefundResult> end(Refund refund, String reason) {
        return payments.lock(refund.paymentId())
                .flatMap(payment -> refunds.refused(refund.id(), reason).delayUntil(_ -> payments.settle(payment.id())))
                .as(tx::transactional)
                .<RefundResult>map(_ -> new RefundResult.Refused(reason))
                .switchIfEmpty(Mono.defer(() -> refunds.find(refund.id()).map(RefundResult.Made::new)));
    }

    private static String reason(StripeFailure failure) {
        String code = failure.stripeCode();
        return code == null ? failure.kind().name().toLowerCase(Locale.ROOT) : code;
    }
}
