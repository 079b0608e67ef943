package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.util.List;

/**
 * What was used of one metric in one period.
 *
 * @param quantity aggregated; below zero when corrections exceed what they correct, and then charged as zero
 * @param events how many
 * @param values of the events in the order of their time; may be empty unless {@link Price#needsValues()}
 */
public record Usage(BigDecimal quantity, long events, List<BigDecimal> values) {

    public static final Usage NONE = new Usage(BigDecimal.ZERO, 0, List.of());

    public Usage {
        if (!Decimals.fitsTotal(quantity)) {
            throw new IllegalArgumentException("A quantity of too many digits");
        }
        if (events < 0) {
            throw new IllegalArgumentException(events + " events");
        }
        values = List.copyOf(values);
    }

    /** For prices that look at the total only. */
    public static Usage of(BigDecimal quantity) {
        return new Usage(quantity, 0, List.of());
    }

    /** @param values in the order of their time */
    public static Usage ofEach(List<BigDecimal> values) {
        return new Usage(values.stream().reduce(BigDecimal.ZERO, BigDecimal::add), values.size(), values);
    }

    /** The quantity, or zero. */
    BigDecimal billable() {
        return quantity.max(BigDecimal.ZERO);
    }
}
