package io.tollgate.billing.pricing;

/**
 * A base fee.
 *
 * @param amount per interval, in minor units, 0 or more
 */
public record Recurring(long amount, Interval interval) {

    public Recurring {
        if (amount < 0) {
            throw new IllegalArgumentException("A fee of " + amount);
        }
    }

    /** For MRR: what a month of it is worth, rounded half-up to minor units. */
    public long monthly() {
        return monthlyValue().of(1);
    }

    /** Exact. */
    Fraction monthlyValue() {
        return Fraction.of(amount, 1).dividedBy(interval.inMonths());
    }
}
