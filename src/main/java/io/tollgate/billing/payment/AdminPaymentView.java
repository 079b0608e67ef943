package io.tollgate.billing.payment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A payment in the list that administrators see. */
record AdminPaymentView(
        UUID id,
        UUID userId,
        @Nullable UUID subscriptionId,
        String provider,
        String providerInvoiceId,
        long amountCents,
        long refundedCents,
        String currency,
        String status,
        Instant createdAt) {

    static AdminPaymentView of(Payment payment) {
        return new AdminPaymentView(
                payment.id(),
                payment.userId(),
                payment.subscriptionId(),
                payment.provider().value(),
                payment.providerInvoiceId(),
                payment.amount().cents(),
                payment.refundedCents(),
                payment.amount().currency(),
                payment.status().value(),
                payment.createdAt());
    }
}
