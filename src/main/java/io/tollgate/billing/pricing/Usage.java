package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was used of one metric in one period.
 *
 * @param quantity aggregated; below zero when corrections exceed what they correct, and then charged as zero
 * @param events how many
 * @param corrections how many of the events take back from a sum what others have told; 0 unless {@link Price#needsCorrections()}
 * @param values of the events in the order of their time; may be empty unless {@link Price#needsValues()}
 * @param tally instead of the values, of the price for which it was counted; null for none
 */
public record Usage(
        BigDecimal quantity,
        long events,
        long corrections,
        List<BigDecimal> values,
        @Nullable PercentageTally tally) {

    public static final Usage NONE = new Usage(BigDecimal.ZERO, 0, List.of());

    public Usage {
        if (!Decimals.fitsTotal(quantity)) {
            throw new IllegalArgumentException("A quantity of too many digits");
        }
        if (corrections < 0 || events < corrections) {
            throw new IllegalArgumentException(events + " events, " + corrections + " of them corrections");
        }
        values = List.copyOf(values);
    }

    public Usage(BigDecimal quantity, long events, List<BigDecimal> values) {
        this(quantity, events, 0, values, null);
    }

    /** For prices that look at the total only. */
    public static Usage of(BigDecimal quantity) {
        return new Usage(quantity, 0, List.of());
    }

    /** For the price of which it is the tally, and for those that look at the total only. */
    public static Usage of(PercentageTally tally) {
        return new Usage(tally.quantity(), tally.events(), 0, List.of(), tally);
    }

    /** @param values in the order of their time */
    public static Usage ofEach(List<BigDecimal> values) {
        return new Usage(
                values.stream().reduce(BigDecimal.ZERO, BigDecimal::add),
                values.size(),
                corrections(values),
                values,
                null);
    }

    static long corrections(List<BigDecimal> values) {
        return values.stream().filter(value -> value.signum() < 0).count();
    }

    /** The quantity, or zero. */
    BigDecimal billable() {
        return quantity.max(BigDecimal.ZERO);
    }
}
