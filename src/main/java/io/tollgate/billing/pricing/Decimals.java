package io.tollgate.billing.pricing;

import java.math.BigDecimal;

/**
 * The decimals this engine calculates with. A short text such as {@code 1e2000000000} makes a number that fills the memory as
 * soon as something is added to it, so each number is measured, without being written out, before it is used.
 */
public final class Decimals {

    /** Decimals of a unit price, a rate and a quantity: {@code numeric(30,12)}. */
    public static final int SCALE = 12;

    private static final int INTEGER_DIGITS = 18;

    /** What sums and averages of usage may grow to. */
    private static final int TOTAL_DIGITS = 36;

    private static final int TOTAL_SCALE = 40;
    private static final int MOST_DIGITS = TOTAL_DIGITS + TOTAL_SCALE;

    private Decimals() {}

    /** Whether a price, rate or quantity has at most 18 digits before and 12 after the point. */
    public static boolean fits(BigDecimal number) {
        return fits(number, INTEGER_DIGITS, SCALE);
    }

    /**
     * The same number, of no more decimals than it needs when it has more than 12. {@code 0e-20000} is a zero that fits and yet
     * writes down 20,000 digits, which every sum with it inherits. What is too large to be written out stays as it is.
     */
    public static BigDecimal plain(BigDecimal number) {
        if (number.scale() >= 0 && number.scale() <= SCALE || integerDigits(number) > TOTAL_DIGITS) {
            return number;
        }
        BigDecimal bare = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        return bare.scale() < 0 ? bare.setScale(0) : bare;
    }

    static boolean fitsTotal(BigDecimal number) {
        return fits(number, TOTAL_DIGITS, TOTAL_SCALE);
    }

    /** How many digits stand before the point; 0 or less below one. */
    static long integerDigits(BigDecimal number) {
        return (long) number.precision() - number.scale();
    }

    private static boolean fits(BigDecimal number, int digits, int scale) {
        return number.precision() <= MOST_DIGITS
                && integerDigits(number) <= digits
                && (number.scale() <= scale || number.stripTrailingZeros().scale() <= scale);
    }
}
