package io.tollgate.billing.engine;

import io.tollgate.billing.pricing.Usage;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A period that is to be rated, with what was used in it.
 *
 * @param counted of what may have changed
 */
record PeriodUsage(SplitPeriod period, Map<UUID, Offer> sold, List<Counted> counted) {

    PeriodUsage {
        sold = Map.copyOf(sold);
        counted = List.copyOf(counted);
    }

    /** @param answers to the strand's questions */
    record Counted(Strand strand, List<Usage> answers) {}

    /**
     * One that nothing has divided.
     *
     * @param used by charge; none for a charge that is not in it
     */
    static PeriodUsage alone(Offer offer, Stretch ending, Map<UUID, Usage> used) {
        SplitPeriod period = SplitPeriod.alone(ending);
        Map<UUID, Offer> sold = Map.of(offer.versionId(), offer);
        List<Counted> counted = Strand.of(period, sold).stream()
                .map(strand -> new Counted(strand, List.of(used(strand, used))))
                .toList();
        return new PeriodUsage(period, sold, counted);
    }

    private static Usage used(Strand strand, Map<UUID, Usage> used) {
        return used.getOrDefault(strand.pieces().getFirst().charge().id(), Usage.NONE);
    }
}
