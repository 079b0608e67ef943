package io.tollgate.billing.pricing;

import java.util.List;

/** The tier that the total reaches prices every unit: the amount may fall when the next tier begins. */
public record VolumePrice(List<PriceTier> tiers) implements Price {

    public VolumePrice {
        tiers = List.copyOf(tiers);
    }

    @Override
    public List<PricePart> parts(Usage usage) {
        return Tiers.volume(tiers, usage.billable());
    }

    @Override
    public List<PriceFault> faults() {
        return Tiers.faults(tiers);
    }
}
