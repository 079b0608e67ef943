package io.tollgate.billing.pricing;

import java.math.BigDecimal;

/**
 * A tax, added to the price.
 *
 * @param percent 0 or more
 */
public record TaxRate(String code, BigDecimal percent) {

    public TaxRate {
        if (!Decimals.fits(percent) || percent.signum() < 0) {
            throw new IllegalArgumentException("A tax below zero or of too many digits");
        }
    }

    /** Exact, in minor units. */
    BigDecimal on(long amount) {
        return percent.multiply(BigDecimal.valueOf(amount)).movePointLeft(2);
    }
}
