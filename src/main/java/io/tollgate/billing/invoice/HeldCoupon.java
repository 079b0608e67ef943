package io.tollgate.billing.invoice;

import io.tollgate.billing.pricing.Coupon;
import io.tollgate.billing.pricing.Discount;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A coupon in a customer's hands.
 *
 * @param id of its application to this customer
 * @param usesLeft on how many invoices it still takes something off; null for all
 */
record HeldCoupon(
        UUID id,
        UUID userId,
        Instant appliedAt,
        String code,
        String name,
        @Nullable Long amount,
        @Nullable String currency,
        @Nullable BigDecimal percent,
        String scope,
        List<String> codes,
        @Nullable Integer usesLeft) {

    HeldCoupon {
        codes = List.copyOf(codes);
    }

    boolean usable(String invoiceCurrency) {
        return (usesLeft == null || usesLeft > 0) && (currency == null || currency.equals(invoiceCurrency));
    }

    HeldCoupon used() {
        return new HeldCoupon(
                id,
                userId,
                appliedAt,
                code,
                name,
                amount,
                currency,
                percent,
                scope,
                codes,
                usesLeft == null ? null : usesLeft - 1);
    }

    Coupon priced() {
        return new Coupon(
                id.toString(),
                Coupon.Scope.valueOf(scope.toUpperCase(Locale.ROOT)),
                Set.copyOf(codes),
                percent != null ? new Discount.Percent(percent) : new Discount.Fixed(amount == null ? 0 : amount),
                appliedAt);
    }
}
