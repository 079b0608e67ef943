package io.tollgate.billing.payment;

import io.tollgate.billing.plan.Money;
import io.tollgate.billing.subscription.Provider;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The collection of one invoice.
 *
 * @param subscriptionId null for an invoice without one
 * @param providerPaymentId what the money was taken with: Stripe's payment intent; null when nothing was, or not yet
 * @param amount what was paid, or is asked for while nothing was
 * @param billingReason Stripe's word for why: {@code subscription_create}, {@code subscription_cycle}, …
 * @param attempts how often it was tried to collect
 * @param failedAttempt the last attempt that failed, 0 for none
 * @param refundedCents what went back or is on its way
 * @param readOrder of the reading of the invoice this stems from; a later one has a higher number
 * @param createdAt of the invoice
 */
record Payment(
        UUID id,
        UUID userId,
        @Nullable UUID subscriptionId,
        Provider provider,
        String providerInvoiceId,
        @Nullable String providerPaymentId,
        Money amount,
        PaymentStatus status,
        @Nullable String billingReason,
        int attempts,
        int failedAttempt,
        long refundedCents,
        @Nullable String receiptUrl,
        @Nullable Instant paidAt,
        Instant createdAt,
        long readOrder) {

    /** Of an invoice that we made ourselves: what goes back of it, goes back by a credit note. */
    boolean ofOurs() {
        return id.toString().equals(providerInvoiceId);
    }

    /** Something of it may go back by the way it came. */
    boolean refundable() {
        return providerPaymentId != null
                && !ofOurs()
                && (status == PaymentStatus.SUCCEEDED || status == PaymentStatus.PARTIALLY_REFUNDED);
    }
}
