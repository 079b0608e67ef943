package io.tollgate.billing.invoice;

import io.tollgate.billing.plan.KnownCurrency;
import io.tollgate.platform.web.ApiException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * Body of {@code POST /admin/billing-accounts/{userId}/adjustments}.
 *
 * @param fund {@code credit} pays invoices first, {@code wallet} after it
 * @param amount in minor units: above zero gives, below zero takes
 */
record Adjustment(
        @NotNull @Pattern(regexp = "credit|wallet", message = "Must be credit or wallet") String fund,

        @NotNull @Min(-Text.MOST) @Max(Text.MOST) Long amount,

        @NotNull @KnownCurrency String currency,

        @NotNull @Size(min = 1, max = 200) @Pattern(regexp = Text.LINE, message = Text.MESSAGE) String reason) {

    /** The wish itself, or 422: nothing is no adjustment. */
    Adjustment checked() {
        if (amount == 0) {
            throw ApiException.invalid("amount", "Must not be zero");
        }
        return this;
    }
}
