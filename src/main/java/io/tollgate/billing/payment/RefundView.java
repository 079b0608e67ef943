package io.tollgate.billing.payment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A refund as administrators see it. */
record RefundView(
        UUID id,
        UUID paymentId,
        long amountCents,
        String currency,
        String status,
        @Nullable String reason,
        @Nullable String failure,
        @Nullable String providerRefundId,
        @Nullable UUID requestedBy,
        Instant createdAt) {

    static RefundView of(Refund refund) {
        return new RefundView(
                refund.id(),
                refund.paymentId(),
                refund.amount().cents(),
                refund.amount().currency(),
                refund.status().value(),
                refund.reason(),
                refund.failure(),
                refund.providerRefundId(),
                refund.requestedBy(),
                refund.createdAt());
    }
}
