package io.tollgate.billing.pricing;

import java.time.Instant;

/**
 * The parts of one period. Changing, cancelling, pausing and resuming within a period all measure by the same whole, so a
 * credit and a charge for the same stretch always have the same denominator. Moments beyond the period count as its bounds.
 */
public record Proration(ProrationMode mode, Period period) {

    /** What part of the period lies between; zero if {@code to} is not later. */
    public Fraction between(Instant from, Instant to) {
        Fraction part = at(to).minus(at(from));
        return part.numerator().signum() > 0 ? part : Fraction.ZERO;
    }

    /** What part is left from the moment on. */
    public Fraction left(Instant from) {
        return Fraction.ONE.minus(at(from));
    }

    /**
     * What the rest of the period costs: a start, a resume, a new plan, the first part of a calendar month.
     *
     * @param price of the whole period, in minor units
     */
    public long charge(long price, Instant from) {
        return left(from).of(price);
    }

    /**
     * What a piece of the period costs, so rounded that pieces side by side add up to the price.
     *
     * @param price of the whole period, in minor units
     */
    public long piece(long price, Instant from, Instant to) {
        return to.isAfter(from) ? Math.subtractExact(at(to).of(price), at(from).of(price)) : 0;
    }

    /**
     * What is given back for the rest of the period: a pause, a cancellation, the old plan. Above zero.
     *
     * @return in minor units, at most what was billed
     */
    public long credit(Billed billed, Instant from) {
        Fraction paid = left(billed.from());
        if (paid.numerator().signum() == 0) {
            return 0;
        }
        Fraction unused = left(from).dividedBy(paid);
        return unused.compareTo(Fraction.ONE) >= 0 ? billed.amount() : unused.of(billed.amount());
    }

    private Fraction at(Instant moment) {
        return mode.at(period, period.within(moment));
    }
}
