package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * How many decimals a currency has (ISO 4217): USD 2, JPY 0, KWD 3.
 *
 * @param digits 0 to 4
 */
public record Scale(int digits) {

    public Scale {
        if (digits < 0 || digits > 4) {
            throw new IllegalArgumentException("No currency has " + digits + " decimals");
        }
    }

    /**
     * @param currency ISO 4217, upper case
     * @throws IllegalArgumentException for a code nobody can pay with
     */
    public static Scale of(String currency) {
        return new Scale(Currency.getInstance(currency).getDefaultFractionDigits());
    }

    /**
     * Rounds half-up to minor units.
     *
     * @param major such as 19.995 dollars
     * @throws ArithmeticException if it is 2^63 minor units or more
     */
    public long minor(BigDecimal major) {
        return Rounding.halfUp(exactMinor(major));
    }

    /** @param minor such as 1900 cents */
    public BigDecimal major(long minor) {
        return BigDecimal.valueOf(minor, digits);
    }

    /**
     * In what steps Stripe takes money and gives it back, in minor units: dinars only ten fils at a time
     * (docs.stripe.com/currencies, three-decimal currencies).
     */
    public long stripeStep() {
        return digits == 3 ? 10 : 1;
    }

    BigDecimal exactMinor(BigDecimal major) {
        return major.scaleByPowerOfTen(digits);
    }
}
