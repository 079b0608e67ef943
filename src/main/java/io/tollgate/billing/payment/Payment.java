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
 * @param amount what was paid, or is asked for while nothing was
 * @param billingReason Stripe's word for why: {@code subscription_create}, {@code subscription_cycle}, …
 * @param failedAttempt the last attempt that failed, 0 for none
 * @param createdAt of the invoice
 */
record Payment(
        UUID id,
        UUID userId,
        @Nullable UUID subscriptionId,
        Provider provider,
        String providerInvoiceId,
        Money amount,
        PaymentStatus status,
        @Nullable String billingReason,
        int failedAttempt,
        @Nullable Instant paidAt,
        Instant createdAt) {}
