package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of quantities: above {@code from}, up to and including {@code upTo}. A fraction above a bound is in the next one:
 * 100.5 is not in a tier up to 100.
 *
 * @param from where the tier before ends; 0 for the first, which includes 0 itself
 * @param upTo null for no end
 * @param unit per unit in major units of the currency, or percent in {@link GraduatedPercentagePrice}
 * @param flat once, when a unit falls into the tier; of the first tier always
 */
public record PriceTier(BigDecimal from, @Nullable BigDecimal upTo, BigDecimal unit, BigDecimal flat) {

    boolean reaches(BigDecimal quantity) {
        return upTo == null || quantity.compareTo(upTo) <= 0;
    }

    /** How much of the quantity lies in this tier. */
    BigDecimal portion(BigDecimal quantity) {
        BigDecimal end = upTo == null ? quantity : quantity.min(upTo);
        return end.subtract(from).max(BigDecimal.ZERO);
    }
}
