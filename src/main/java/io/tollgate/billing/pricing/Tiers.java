package io.tollgate.billing.pricing;

import io.tollgate.billing.pricing.PriceFault.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of a list of tiers: it covers every quantity from 0 on, once. */
final class Tiers {

    private static final int MOST = 100;

    private Tiers() {}

    /** What is wrong with the list; empty when it can be priced by. */
    public static List<PriceFault> faults(List<PriceTier> tiers) {
        PriceFaults faults = new PriceFaults();
        if (tiers.isEmpty()) {
            faults.add("tiers", Kind.NO_TIER);
        }
        if (tiers.size() > MOST) {
            faults.add("tiers", Kind.TOO_MANY_TIERS);
            return faults.list();
        }
        @Nullable BigDecimal end = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            PriceTier tier = tiers.get(i);
            String field = "tiers[" + i + "]";
            bounds(field, end, tier, numbers(field, tier, faults));
            end = tier.upTo();
        }
        if (end != null && !tiers.isEmpty()) {
            faults.add("tiers[" + (tiers.size() - 1) + "].up_to", Kind.LAST_TIER_CLOSED);
        }
        return faults.list();
    }

    /** Each tier prices what lies in it; those above the quantity are left out. */
    static List<PricePart> graduated(List<PriceTier> tiers, BigDecimal quantity) {
        List<PricePart> parts = new ArrayList<>();
        for (int i = 0; i < tiers.size(); i++) {
            PriceTier tier = tiers.get(i);
            BigDecimal portion = tier.portion(quantity);
            if (i == 0 || portion.signum() > 0) {
                parts.add(new PricePart(i, portion, tier.unit(), tier.flat()));
            }
        }
        return parts;
    }

    /** The tier in which the whole quantity lies prices all of it. */
    static List<PricePart> volume(List<PriceTier> tiers, BigDecimal quantity) {
        int tier = 0;
        while (!tiers.get(tier).reaches(quantity)) {
            tier++;
        }
        return List.of(new PricePart(
                tier, quantity, tiers.get(tier).unit(), tiers.get(tier).flat()));
    }

    private static PriceFaults numbers(String field, PriceTier tier, PriceFaults faults) {
        return faults.notNegative(field + ".from", tier.from())
                .notNegative(field + ".up_to", tier.upTo())
                .notNegative(field + ".unit", tier.unit())
                .notNegative(field + ".flat", tier.flat());
    }

    /** @param end of the tier before; null if it has none */
    private static void bounds(String field, @Nullable BigDecimal end, PriceTier tier, PriceFaults faults) {
        if (end == null) {
            faults.add(field, Kind.OPEN_TIER_BEFORE_LAST);
        } else if (tier.from().compareTo(end) > 0) {
            faults.add(field + ".from", Kind.GAP);
        } else if (tier.from().compareTo(end) < 0) {
            faults.add(field + ".from", Kind.OVERLAP);
        }
        if (tier.upTo() != null && tier.upTo().compareTo(tier.from()) <= 0) {
            faults.add(field + ".up_to", Kind.EMPTY_TIER);
        }
    }
}
