package io.tollgate.billing.payment;

import java.time.Instant;
import java.util.UUID;

/** A payment as its user sees it. */
record PaymentView(
        UUID id,
        String provider,
        String providerInvoiceId,
        long amountCents,
        String currency,
        String status,
        Instant createdAt) {

    static PaymentView of(Payment payment) {
        return new PaymentView(
                payment.id(),
                payment.provider().value(),
                payment.providerInvoiceId(),
                payment.amount().cents(),
                payment.amount().currency(),
                payment.status().value(),
                payment.createdAt());
    }
}
