package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.util.List;

/** The same for each unit; fractions of a unit cost their part. */
public record UnitPrice(BigDecimal unit) implements Price {

    @Override
    public List<PricePart> parts(Usage usage) {
        return List.of(new PricePart(0, usage.billable(), unit, BigDecimal.ZERO));
    }

    @Override
    public List<PriceFault> faults() {
        return new PriceFaults().notNegative("unit", unit).list();
    }
}
