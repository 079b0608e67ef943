package io.tollgate.billing.pricing;

import java.math.BigDecimal;

/** What a coupon takes off. */
public sealed interface Discount {

    /** @param amount in minor units, 0 or more */
    record Fixed(long amount) implements Discount {

        public Fixed {
            if (amount < 0) {
                throw new IllegalArgumentException("A discount of " + amount);
            }
        }
    }

    /** @param percent 0 to 100 */
    record Percent(BigDecimal percent) implements Discount {

        private static final BigDecimal ALL = BigDecimal.valueOf(100);

        public Percent {
            if (!Decimals.fits(percent) || percent.signum() < 0 || percent.compareTo(ALL) > 0) {
                throw new IllegalArgumentException("A discount outside 0 to 100 percent");
            }
        }
    }

    /**
     * How much of what is left.
     *
     * @param left in minor units, 0 or more
     * @return at most that
     */
    default long off(long left) {
        return switch (this) {
            case Fixed fixed -> Math.min(fixed.amount(), left);
            case Percent percent ->
                Rounding.halfUp(
                        percent.percent().multiply(BigDecimal.valueOf(left)).movePointLeft(2));
        };
    }
}
