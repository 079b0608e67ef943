package io.tollgate.billing.pricing;

import io.tollgate.billing.pricing.PriceFault.Kind;
import java.math.BigDecimal;
import java.util.List;

/**
 * Blocks priced as if each were a unit of another price: begun blocks by volume are Kill Bill's top-tier blocks.
 *
 * @param size units in a block, above zero
 * @param of prices the number of blocks; looks at no single event
 */
public record BlockPrice(BigDecimal size, Price of) implements Price {

    @Override
    public List<PricePart> parts(Usage usage) {
        return of.parts(new Usage(PackagePrice.begun(usage.billable(), size), usage.events(), List.of()));
    }

    @Override
    public List<PriceFault> faults() {
        PriceFaults faults = new PriceFaults().positive("size", size).addAll(of.faults());
        if (of instanceof FlatPrice || of instanceof PercentagePrice || of instanceof BlockPrice) {
            faults.add("of", Kind.NOT_BY_BLOCK);
        }
        return faults.list();
    }
}
