package io.tollgate.billing.payment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A payment as its user sees it. */
record PaymentView(
        UUID id,
        String provider,
        String providerInvoiceId,
        long amountCents,
        String currency,
        String status,
        Instant createdAt,
        @Nullable UUID subscriptionId,
        @Nullable String billingReason,
        int attempts,
        long refundedCents,
        @Nullable Instant paidAt,
        @Nullable String receiptUrl) {

    static PaymentView of(Payment payment) {
        return new PaymentView(
                payment.id(),
                payment.provider().value(),
                payment.providerInvoiceId(),
                payment.amount().cents(),
                payment.amount().currency(),
                payment.status().value(),
                payment.createdAt(),
                payment.subscriptionId(),
                payment.billingReason(),
                payment.attempts(),
                payment.refundedCents(),
                payment.paidAt(),
                payment.receiptUrl());
    }
}
