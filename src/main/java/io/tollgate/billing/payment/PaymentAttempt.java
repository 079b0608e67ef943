package io.tollgate.billing.payment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try to take the money of a payment.
 *
 * @param providerChargeId Stripe's charge
 * @param status {@code pending}, {@code failed} or {@code succeeded}
 * @param failureCode such as {@code card_declined}
 */
record PaymentAttempt(
        String providerChargeId, String status, @Nullable String failureCode, Instant attemptedAt) {}
