package io.tollgate.billing.payment;

import io.tollgate.billing.plan.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money given back of a payment.
 *
 * @param providerRefundId Stripe's; null until Stripe has answered
 * @param reason {@code duplicate}, {@code fraudulent} or {@code requested_by_customer}
 * @param failure why it failed, in Stripe's word
 * @param requestedBy the administrator; null for one made at Stripe itself, or for a duplicate
 * @param attempt part of the idempotency key
 */
record Refund(
        UUID id,
        UUID paymentId,
        @Nullable String providerRefundId,
        Money amount,
        @Nullable String reason,
        RefundStatus status,
        @Nullable String failure,
        @Nullable UUID requestedBy,
        int attempt,
        Instant createdAt) {}
