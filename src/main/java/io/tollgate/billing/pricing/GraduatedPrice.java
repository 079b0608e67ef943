package io.tollgate.billing.pricing;

import java.util.List;

/** Each tier prices the units that fall into it. */
public record GraduatedPrice(List<PriceTier> tiers) implements Price {

    public GraduatedPrice {
        tiers = List.copyOf(tiers);
    }

    @Override
    public List<PricePart> parts(Usage usage) {
        return Tiers.graduated(tiers, usage.billable());
    }

    @Override
    public List<PriceFault> faults() {
        return Tiers.faults(tiers);
    }
}
