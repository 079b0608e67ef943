package io.tollgate.billing.pricing;

import java.util.List;

/**
 * What a part of a period comes to. Each number is a line.
 *
 * @param usage in minor units; below zero when volume made cheaper what was billed before
 * @param minimum what lacks to the minimum of the parts so far; below zero when a later part has made up for it
 * @param maximum what exceeds the maximum of the parts so far, below zero; above when a later part has room for it
 * @param parts by tier, adding up to {@code usage}; empty where tiers cannot show how it comes about
 */
public record PartRated(long usage, long minimum, long maximum, List<RatedPart> parts) {

    public PartRated {
        parts = List.copyOf(parts);
    }

    /** In minor units. */
    public long amount() {
        return Math.addExact(usage, Math.addExact(minimum, maximum));
    }
}
