package io.tollgate.billing.invoice;

import io.tollgate.billing.pricing.Decimals;
import io.tollgate.platform.web.ApiException;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;

/** Body of {@code POST /admin/tax-rates}. @param percent 0 to 100, added to the price */
record TaxRateRequest(
        @NotNull @Pattern(regexp = Text.CODE, message = Text.CODE_MESSAGE) String code,

        @NotNull @Size(min = 1, max = 100) @Pattern(regexp = Text.LINE, message = Text.MESSAGE) String name,

        @NotNull BigDecimal percent) {

    /** As it is stored, or 422. Measured before it is compared: 1e2000000000 would fill the memory. */
    TaxRateRequest checked() {
        if (!Decimals.fits(percent) || percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw ApiException.invalid("percent", "Must be 0 to 100, with at most 12 decimals");
        }
        return new TaxRateRequest(code, name, Decimals.plain(percent));
    }
}
