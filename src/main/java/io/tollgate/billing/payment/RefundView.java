package io.tollgate.billing.payment;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A refund as administrators see it. */
record RefundView(
        UUID id,
        UUID paymentId,
        @Schema(example = "500") long amountCents,
        String currency,

        @Schema(allowableValues = {"succeeded", "requested", "pending", "requires_action", "failed", "canceled"})
        String status,

        @Schema(example = "requested_by_customer") @Nullable String reason,
        @Nullable String failure,
        @Schema(example = "re_3SVxMp2eZvKYlo2C") @Nullable String providerRefundId,
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
