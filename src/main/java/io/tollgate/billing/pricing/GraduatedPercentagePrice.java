package io.tollgate.billing.pricing;

import java.util.List;

/** Each tier takes its percentage of what falls into it: 1 % up to 1,000, 2 % above. */
public record GraduatedPercentagePrice(List<PriceTier> tiers) implements Price {

    public GraduatedPercentagePrice {
        tiers = List.copyOf(tiers);
    }

    @Override
    public List<PricePart> parts(Usage usage) {
        return Tiers.graduated(tiers, usage.billable()).stream()
                .map(part ->
                        new PricePart(part.tier(), part.quantity(), part.unit().movePointLeft(2), part.flat()))
                .toList();
    }

    @Override
    public List<PriceFault> faults() {
        return Tiers.faults(tiers);
    }
}
