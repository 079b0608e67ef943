package io.tollgate.billing.payment;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /admin/payments/{id}/refunds}.
 *
 * @param amountCents minor units of the payment's currency; null for all that is left
 */
record RefundRequest(
        @Nullable @Positive Long amountCents,

        @Nullable @Pattern(
                regexp = "duplicate|fraudulent|requested_by_customer",
                message = "Must be duplicate, fraudulent or requested_by_customer")
        String reason) {}
