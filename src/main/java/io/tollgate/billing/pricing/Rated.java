package io.tollgate.billing.pricing;

import java.util.List;

/**
 * What a charge comes to. Each of the two numbers is a line, rounded once.
 *
 * @param usage in minor units: the sum of the parts' amounts
 * @param adjustment above zero what lacks to the minimum, below zero what exceeds the maximum
 */
public record Rated(long usage, long adjustment, List<RatedPart> parts) {

    /** In minor units. */
    public long amount() {
        return Math.addExact(usage, adjustment);
    }

    /**
     * What is still to be billed when some of it has been: below zero, a credit, when volume made it cheaper.
     *
     * @param billed in minor units, the sum of all earlier invoices for the same period
     */
    public long since(long billed) {
        return Math.subtractExact(amount(), billed);
    }
}
