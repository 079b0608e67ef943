package io.tollgate.billing.payment;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A payment as its user sees it. */
record PaymentView(
        UUID id,
        @Schema(example = "stripe") String provider,
        @Schema(example = "in_1SVxMo2eZvKYlo2C") String providerInvoiceId,
        @Schema(example = "1900") long amountCents,
        String currency,

        @Schema(
                allowableValues = {
                    "succeeded",
                    "pending",
                    "failed",
                    "canceled",
                    "partially_refunded",
                    "refunded",
                    "disputed",
                    "reversed"
                })
        String status,

        Instant createdAt,
        @Nullable UUID subscriptionId,
        @Schema(example = "subscription_cycle") @Nullable String billingReason,
        int attempts,
        @Schema(example = "0") long refundedCents,
        @Nullable Instant paidAt,

        @Schema(example = "https://pay.stripe.com/receipts/invoices/a1b2c3") @Nullable
        String receiptUrl) {

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
