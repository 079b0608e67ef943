package io.tollgate.billing.invoice;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of requests about an account that have one field. */
final class AccountBodies {

    private AccountBodies() {}

    /** Of {@code PUT /admin/billing-accounts/{userId}/tax-rates}: these and no others. */
    record TaxCodes(
            @NotNull @Size(max = 10) List<@NotNull @Pattern(regexp = Text.CODE, message = Text.CODE_MESSAGE) String> codes) {}

    /** Of {@code POST /admin/billing-accounts/{userId}/coupons}. */
    record CouponCode(
            @NotNull @Pattern(regexp = Text.CODE, message = Text.CODE_MESSAGE) String code) {}

    /** Of {@code PUT /admin/billing-accounts/{userId}/terms}. @param days null for what is configured */
    record Terms(@Nullable @PositiveOrZero @Max(365) Integer days) {}
}
