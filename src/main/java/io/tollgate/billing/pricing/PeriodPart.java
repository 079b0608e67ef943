package io.tollgate.billing.pricing;

/**
 * A part of a period in which one version of a plan charged for something. The parts of a period lie side by side.
 *
 * @param from where in its period it begins, 0 to 1
 * @param to where it ends, 0 to 1
 * @param before what was used of it in the period before this part
 * @param upTo what was used of it in the period until the end of this part
 */
public record PeriodPart(Charge charge, Fraction from, Fraction to, Usage before, Usage upTo) {

    /** All of a period. */
    public static PeriodPart whole(Charge charge, Usage usage) {
        return new PeriodPart(charge, Fraction.ZERO, Fraction.ONE, Usage.NONE, usage);
    }

    /** This part of an amount for the whole period, so rounded that the parts add up to it. */
    long piece(long amount) {
        return Math.subtractExact(to.of(amount), from.of(amount));
    }

    boolean first() {
        return before.events() == 0 && before.quantity().signum() == 0;
    }
}
