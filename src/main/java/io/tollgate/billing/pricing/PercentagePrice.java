package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A percentage of each event's value and a fee for each event, such as 1.2 % + 0.10 for a payment. The first events may be free,
 * in the order of their time, as long as neither free allowance is used up; the event that crosses the free amount pays for the
 * rest of its value, and its fee. A value below zero takes its percentage back, and no more than there is; no fee is asked for it.
 *
 * @param rate in percent
 * @param fixed for each event that pays
 * @param freeEvents null for no such limit
 * @param freeAmount null for no such limit; with both null nothing is free
 * @param minimum of what a paying event costs; null for none
 * @param maximum of what an event costs; null for none
 */
public record PercentagePrice(
        BigDecimal rate,
        BigDecimal fixed,
        @Nullable Long freeEvents,
        @Nullable BigDecimal freeAmount,
        @Nullable BigDecimal minimum,
        @Nullable BigDecimal maximum)
        implements Price {

    /** Nothing free, no bounds. */
    public static PercentagePrice of(BigDecimal rate, BigDecimal fixed) {
        return new PercentagePrice(rate, fixed, null, null, null, null);
    }

    @Override
    public @Nullable PercentageTally tally() {
        if (freeEvents == null && freeAmount == null && minimum == null && maximum == null) {
            return null;
        }
        long events = freeEvents == null ? (freeAmount == null ? 0 : Long.MAX_VALUE) : freeEvents;
        return new PercentageTally(this, events, freeAmount, 0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    /** Where none is looked at, each event pays the same fee, but not those that take something back. */
    @Override
    public boolean needsCorrections() {
        return fixed.signum() > 0 && !needsValues();
    }

    /** @throws IllegalArgumentException if each event is looked at and neither its values nor their tally are there */
    @Override
    public List<PricePart> parts(Usage usage) {
        PercentageTally nothing = tally();
        if (nothing == null) {
            return total(usage.quantity(), fixed.multiply(BigDecimal.valueOf(usage.events() - usage.corrections())));
        }
        PercentageTally tally = usage.tally() == null ? tally(usage, nothing) : usage.tally();
        return total(tally.paid(), tally.fees());
    }

    private static PercentageTally tally(Usage usage, PercentageTally nothing) {
        if (usage.values().size() != usage.events()) {
            throw new IllegalArgumentException("The values of the events are needed");
        }
        PercentageTally tally = nothing;
        for (BigDecimal value : usage.values()) {
            tally = tally.plus(value);
        }
        return tally;
    }

    @Override
    public List<PriceFault> faults() {
        return new PriceFaults()
                .notNegative("rate", rate)
                .notNegative("fixed", fixed)
                .notNegative("free_events", freeEvents == null ? null : BigDecimal.valueOf(freeEvents))
                .notNegative("free_amount", freeAmount)
                .notNegative("minimum", minimum)
                .notNegative("maximum", maximum)
                .ordered("maximum", minimum, maximum)
                .list();
    }

    /** What an event costs beside its percentage: the fixed fee, and what its minimum or maximum makes of it. */
    BigDecimal fee(BigDecimal value) {
        if (value.signum() < 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal share = value.multiply(rate).movePointLeft(2);
        BigDecimal fee = share.add(fixed);
        BigDecimal raised = minimum == null ? fee : fee.max(minimum);
        BigDecimal bounded = maximum == null ? raised : raised.min(maximum);
        return bounded.subtract(share);
    }

    private List<PricePart> total(BigDecimal paid, BigDecimal fees) {
        PricePart part = new PricePart(0, paid, rate.movePointLeft(2), fees);
        return List.of(
                part.amount().signum() < 0 ? new PricePart(0, BigDecimal.ZERO, part.unit(), BigDecimal.ZERO) : part);
    }
}
