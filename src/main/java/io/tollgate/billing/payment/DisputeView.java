package io.tollgate.billing.payment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A dispute as administrators see it. */
record DisputeView(
        UUID id,
        String providerDisputeId,
        long amountCents,
        String currency,
        @Nullable String reason,
        String status,
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
