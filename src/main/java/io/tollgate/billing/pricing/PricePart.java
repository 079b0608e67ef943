package io.tollgate.billing.pricing;

import java.math.BigDecimal;

/**
 * One line's worth of a price, exact.
 *
 * @param tier which, from 0
 * @param unit per unit, in major units of the currency
 * @param flat in addition; below zero where a maximum per event took something off
 */
public record PricePart(int tier, BigDecimal quantity, BigDecimal unit, BigDecimal flat) {

    /** In major units. */
    public BigDecimal amount() {
        return quantity.multiply(unit).add(flat);
    }
}
