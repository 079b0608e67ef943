package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** The one way an exact amount becomes minor units: half-up, away from zero, so that a credit mirrors its charge. */
final class Rounding {

    /** As many digits as {@link Long#MAX_VALUE} has. */
    private static final int MOST_DIGITS = 19;

    private Rounding() {}

    /**
     * @param minor in minor units
     * @throws ArithmeticException if it is 2^63 or more
     */
    static long halfUp(BigDecimal minor) {
        // Before the number is written out: 1e2000000000 would fill the memory.
        if (Decimals.integerDigits(minor) > MOST_DIGITS) {
            throw new ArithmeticException("An amount of 2^63 minor units or more");
        }
        return minor.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    /** @throws ArithmeticException if the quotient is 2^63 or more */
    static long halfUp(BigInteger dividend, BigInteger divisor) {
        return new BigDecimal(dividend)
                .divide(new BigDecimal(divisor), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
