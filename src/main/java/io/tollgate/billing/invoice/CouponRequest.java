package io.tollgate.billing.invoice;

import io.tollgate.billing.plan.KnownCurrency;
import io.tollgate.billing.pricing.Decimals;
import io.tollgate.platform.web.ApiException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /admin/coupons}: {@code amount} with {@code currency}, or {@code percent}.
 *
 * @param uses 1 for once, N for the first N invoices it takes something off; null for all
 * @param codes of the plans or metrics it is for, with scope {@code plan} or {@code metric}
 */
record CouponRequest(
        @NotNull @Pattern(regexp = Text.CODE, message = Text.CODE_MESSAGE) String code,

        @NotNull @Size(min = 1, max = 100) @Pattern(regexp = Text.LINE, message = Text.MESSAGE) String name,

        @Nullable @Positive @Max(Text.MOST) Long amount,

        @Nullable @KnownCurrency String currency,

        @Nullable BigDecimal percent,

        @Nullable @Positive @Max(1000) Integer uses,

        @Nullable @Pattern(regexp = "general|plan|metric", message = "Must be general, plan or metric") String scope,

        @Nullable @Size(max = 50) List<@NotNull @Pattern(regexp = Text.CODE, message = Text.CODE_MESSAGE) String> codes,

        @Nullable @Positive Integer maxRedemptions,

        @Nullable Instant redeemBy) {

    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    /** PostgreSQL keeps more, people do not. */
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** As it is stored, or 422 with a message per field. */
    CouponView coupon(UUID id, Instant now) {
        Map<String, String> errors = new TreeMap<>();
        require(errors, "amount", (amount == null) != (percent == null), "Must be given, or percent instead of it");
        require(errors, "currency", (amount == null) == (currency == null), "Belongs to an amount");
        require(errors, "percent", percent == null || isPercent(percent), "Must be above 0, at most 100");
        require(errors, "codes", general() == ofWhat().isEmpty(), "Must be given unless the scope is general");
        require(errors, "redeem_by", redeemBy == null || redeemBy.isAfter(now) && redeemBy.isBefore(LATEST), "Is past");
        if (!errors.isEmpty()) {
            throw ApiException.invalid(errors);
        }
        return new CouponView(
                id,
                code.toUpperCase(Locale.ROOT),
                name.strip(),
                amount,
                currency == null ? null : currency.toUpperCase(Locale.ROOT),
                percent,
                uses,
                scope == null ? "general" : scope,
                ofWhat(),
                maxRedemptions,
                0,
                redeemBy,
                true,
                now);
    }

    private boolean general() {
        return scope == null || scope.equals("general");
    }

    private List<String> ofWhat() {
        return codes == null ? List.of() : codes;
    }

    /** Measured before it is compared: 1e2000000000 would fill the memory. */
    private static boolean isPercent(BigDecimal percent) {
        return Decimals.fits(percent) && percent.signum() > 0 && percent.compareTo(ALL) <= 0;
    }

    private static void require(Map<String, String> errors, String field, boolean right, String otherwise) {
        if (!right) {
            errors.put(field, otherwise);
        }
    }
}
