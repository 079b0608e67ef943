package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Units sold by the package; one that is begun costs as much as a full one.
 *
 * @param price of a package
 * @param size units in it, above zero
 * @param free units before the first package
 */
public record PackagePrice(BigDecimal price, BigDecimal size, BigDecimal free) implements Price {

    @Override
    public List<PricePart> parts(Usage usage) {
        BigDecimal paid = usage.billable().subtract(free).max(BigDecimal.ZERO);
        return List.of(new PricePart(0, begun(paid, size), price, BigDecimal.ZERO));
    }

    @Override
    public List<PriceFault> faults() {
        return new PriceFaults()
                .notNegative("price", price)
                .positive("size", size)
                .notNegative("free", free)
                .list();
    }

    static BigDecimal begun(BigDecimal quantity, BigDecimal size) {
        return quantity.divide(size, 0, RoundingMode.CEILING);
    }
}
