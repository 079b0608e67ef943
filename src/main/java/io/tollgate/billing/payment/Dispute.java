package io.tollgate.billing.payment;

import io.tollgate.billing.plan.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payer's bank wants the money of a payment back.
 *
 * @param reason such as {@code fraudulent}: Stripe's word
 * @param status {@code needs_response}, {@code under_review}, {@code won}, {@code lost}, {@code warning_…}: Stripe's word
 * @param closedAt when it was heard that it is decided
 */
record Dispute(
        UUID id,
        UUID paymentId,
        String providerDisputeId,
        Money amount,
        @Nullable String reason,
        String status,
        Instant createdAt,
        @Nullable Instant closedAt) {

    /** Stripe's word. */
    static final String LOST = "lost";

    /** Decided, or not gone on with: nothing more is to come. */
    static boolean closed(String status) {
        return switch (status) {
            case "won", LOST, "warning_closed", "prevented" -> true;
            default -> false;
        };
    }

    boolean closed() {
        return closed(status);
    }

    boolean lost() {
        return LOST.equals(status);
    }
}
