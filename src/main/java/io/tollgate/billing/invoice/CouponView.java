package io.tollgate.billing.invoice;

import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A coupon, as it is stored and goes out.
 *
 * @param amount in minor units; null for one of percent
 * @param uses on how many invoices it takes something off; null for all
 * @param codes of the plans or metrics it is for; empty for a general one
 */
record CouponView(
        UUID id,
        @Schema(example = "LAUNCH") String code,
        @Schema(example = "Launch discount") String name,
        @Schema(example = "1000") @Nullable Long amount,
        @Schema(example = "USD") @Nullable String currency,
        @Schema(example = "20") @Nullable BigDecimal percent,
        @Schema(example = "3") @Nullable Integer uses,

        @Schema(allowableValues = {"general", "plan", "metric"})
        String scope,

        List<String> codes,
        @Nullable Integer maxRedemptions,
        int redemptions,
        @Nullable Instant redeemBy,
        boolean active,
        Instant createdAt) {

    CouponView {
        codes = List.copyOf(codes);
    }
}
