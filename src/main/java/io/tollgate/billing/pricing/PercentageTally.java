package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link PercentagePrice} makes of the events so far: all that it has to remember of them.
 *
 * @param freeEvents how many more may be free
 * @param freeAmount how much more may be free; null when nothing limits it
 * @param events how many
 * @param quantity the sum of their values
 * @param paid what of it pays
 * @param fees beside the percentage
 */
public record PercentageTally(
        long freeEvents,
        @Nullable BigDecimal freeAmount,
        long events,
        BigDecimal quantity,
        BigDecimal paid,
        BigDecimal fees) {

    /**
     * With one event more.
     *
     * @param price of which this is the tally
     * @param value of the next event in the order of time
     */
    public PercentageTally plus(PercentagePrice price, BigDecimal value) {
        boolean free = freeEvents > 0 && value.signum() >= 0;
        BigDecimal covered = !free ? BigDecimal.ZERO : freeAmount == null ? value : value.min(freeAmount);
        boolean pays = !free || covered.compareTo(value) < 0;
        BigDecimal rest = value.subtract(covered);
        return new PercentageTally(
                !free ? freeEvents : pays ? 0 : freeEvents - 1,
                freeAmount == null ? null : freeAmount.subtract(covered),
                events + 1,
                quantity.add(value),
                pays ? paid.add(rest) : paid,
                pays ? fees.add(price.fee(rest)) : fees);
    }
}
