package io.tollgate.billing.payment;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A dispute as administrators see it. */
record DisputeView(
        UUID id,
        @Schema(example = "du_1SVxMq2eZvKYlo2C") String providerDisputeId,
        @Schema(example = "1900") long amountCents,
        String currency,
        @Schema(example = "fraudulent") @Nullable String reason,
        @Schema(example = "needs_response") String status,
        Instant createdAt,
        @Nullable Instant closedAt) {

    static DisputeView of(Dispute dispute) {
        return new DisputeView(
                dispute.id(),
                dispute.providerDisputeId(),
                dispute.amount().cents(),
                dispute.amount().currency(),
                dispute.reason(),
                dispute.status(),
                dispute.createdAt(),
                dispute.closedAt());
    }
}
