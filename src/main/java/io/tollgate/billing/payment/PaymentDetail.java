package io.tollgate.billing.payment;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment as administrators see it, with all that happened to it, the oldest first.
 *
 * @param refundableCents what may still go back
 */
record PaymentDetail(
        PaymentView payment,
        UUID userId,
        @Schema(example = "pi_3SVxMp2eZvKYlo2C") @Nullable String providerPaymentId,
        @Schema(example = "1400") long refundableCents,
        List<AttemptView> attempts,
        List<RefundView> refunds,
        List<DisputeView> disputes) {

    /** A try to take the money. */
    record AttemptView(
            @Schema(example = "ch_3SVxMp2eZvKYlo2C") String providerChargeId,

            @Schema(allowableValues = {"succeeded", "failed", "pending"})
            String status,

            @Schema(example = "card_declined") @Nullable String failureCode,
            Instant attemptedAt) {

        static AttemptView of(PaymentAttempt attempt) {
            return new AttemptView(
                    attempt.providerChargeId(), attempt.status(), attempt.failureCode(), attempt.attemptedAt());
        }
    }

    static PaymentDetail of(
            Payment payment, long taken, List<PaymentAttempt> attempts, List<Refund> refunds, List<Dispute> disputes) {
        return new PaymentDetail(
                PaymentView.of(payment),
                payment.userId(),
                payment.providerPaymentId(),
                payment.refundable() ? Math.max(0, payment.amount().cents() - taken) : 0,
                attempts.stream().map(AttemptView::of).toList(),
                refunds.stream().map(RefundView::of).toList(),
                disputes.stream().map(DisputeView::of).toList());
    }
}
