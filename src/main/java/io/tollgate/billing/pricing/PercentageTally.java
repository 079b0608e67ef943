package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link PercentagePrice} makes of the events so far: all that it has to remember of them, so they need not be there all at once.
 *
 * @param freeEvents how many more may be free
 * @param freeAmount how much more may be free; null when nothing limits it
 * @param events how many
 * @param quantity the sum of their values
 * @param paid what of it pays
 * @param fees beside the percentage
 */
public record PercentageTally(
        PercentagePrice price,
        long freeEvents,
        @Nullable BigDecimal freeAmount,
        long events,
        BigDecimal quantity,
        BigDecimal paid,
        BigDecimal fees) {

    /**
     * With one event more.
     *
     * @param value of the next event in the order of time
     */
    public PercentageTally plus(BigDecimal value) {
        boolean free = freeEvents > 0 && value.signum() >= 0;
        BigDecimal covered = !free ? BigDecimal.ZERO : freeAmount == null ? value : value.min(freeAmount);
        boolean pays = !free || covered.compareTo(value) < 0;
        BigDecimal rest = value.subtract(covered);
        return new PercentageTally(
                price,
                !free ? freeEvents : pays ? 0 : freeEvents - 1,
                freeAmount == null ? null : freeAmount.subtract(covered),
                events + 1,
                quantity.add(value),
                pays ? paid.add(rest) : paid,
                pays ? fees.add(price.fee(rest)) : fees);
    }
}
