package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.util.List;

/** The same for any quantity, also for none. */
public record FlatPrice(BigDecimal amount) implements Price {

    @Override
    public List<PricePart> parts(Usage usage) {
        return List.of(new PricePart(0, BigDecimal.ONE, amount, BigDecimal.ZERO));
    }

    @Override
    public List<PriceFault> faults() {
        return new PriceFaults().notNegative("amount", amount).list();
    }
}
