package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tiers written down shortly: {@code "5:7 10:6.5 *:6"}, each {@code up_to:unit}, or {@code up_to:unit:flat}. */
final class Ladder {

    private Ladder() {}

    static List<PriceTier> of(String text) {
        List<PriceTier> tiers = new ArrayList<>();
        BigDecimal from = BigDecimal.ZERO;
        for (String tier : text.split(" ")) {
            String[] parts = tier.split(":");
            @Nullable BigDecimal upTo = parts[0].equals("*") ? null : new BigDecimal(parts[0]);
            BigDecimal flat = parts.length > 2 ? new BigDecimal(parts[2]) : BigDecimal.ZERO;
            tiers.add(new PriceTier(from, upTo, new BigDecimal(parts[1]), flat));
            from = upTo == null ? from : upTo;
        }
        return tiers;
    }

    /** {@code graduated}, {@code volume}, {@code percent}. */
    static Price price(String model, String tiers) {
        return switch (model) {
            case "graduated" -> new GraduatedPrice(of(tiers));
            case "volume" -> new VolumePrice(of(tiers));
            case "percent" -> new GraduatedPercentagePrice(of(tiers));
            default -> throw new IllegalArgumentException(model);
        };
    }
}
