package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.DraftFee;
import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.Rated;
import io.tollgate.billing.pricing.RatedPart;
import io.tollgate.billing.pricing.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Turns what was used in a stretch, and what is sold for a period, into the fees of an invoice.
 *
 * @param fees in the order of the charges
 * @param totals what each charge comes to in the stretch, in minor units; without those of nothing
 */
record Rating(List<DraftFee> fees, Map<UUID, Long> totals) {

    static final Rating NONE = new Rating(List.of(), Map.of());

    /**
     * The usage of a stretch, for the first time.
     *
     * @param used by charge; none for a charge that is not in it
     * @throws ArithmeticException if it comes to 2^63 minor units or more
     */
    static Rating of(Offer offer, Stretch stretch, Map<UUID, Usage> used) {
        List<DraftFee> fees = new ArrayList<>();
        Map<UUID, Long> totals = new HashMap<>();
        for (PlanCharge charge : offer.charges()) {
            Usage usage = used.getOrDefault(charge.id(), Usage.NONE);
            Rated rated = charge.charge()
                    .rate(usage, offer.scale(), stretch.share(offer.rules().proration()));
            if (usage.events() > 0 || usage.quantity().signum() != 0 || rated.usage() != 0) {
                fees.add(fee("usage", charge.name(), charge, offer, stretch, rated.parts(), rated.usage()));
            }
            if (rated.adjustment() != 0) {
                fees.add(adjustment(charge, offer, stretch, rated.adjustment()));
            }
            if (rated.amount() != 0) {
                totals.put(charge.id(), rated.amount());
            }
        }
        return new Rating(fees, totals);
    }

    /**
     * The usage of a stretch that was billed before: what it comes to now, less that. Below zero, a credit, when volume made it
     * cheaper.
     *
     * @param used of the charges that are to be rated anew
     */
    static Rating late(Offer offer, BilledStretch before, Map<UUID, Usage> used) {
        List<DraftFee> fees = new ArrayList<>();
        Map<UUID, Long> totals = new HashMap<>();
        for (PlanCharge charge : offer.charges()) {
            Usage usage = used.get(charge.id());
            if (usage == null) {
                continue;
            }
            Rated rated = charge.charge()
                    .rate(
                            usage,
                            offer.scale(),
                            before.stretch().share(offer.rules().proration()));
            long due = rated.since(before.billed(charge.id()));
            if (due != 0) {
                fees.add(fee("late", charge.name() + ", late usage", charge, offer, before.stretch(), List.of(), due));
                totals.put(charge.id(), rated.amount());
            }
        }
        return new Rating(fees, totals);
    }

    /** The base fee from a moment to the period's end; none where it is nothing. */
    static List<DraftFee> base(Offer offer, Period period, Instant from, long amount) {
        return amount == 0
                ? List.of()
                : List.of(
                        DraftFee.flat("base", offer.plan().name(), offer.plan().code(), from, period.end(), amount));
    }

    /** The unused rest of a base fee that was billed, given back. */
    static List<DraftFee> unused(Offer offer, Instant from, Instant to, long credit) {
        return credit == 0
                ? List.of()
                : List.of(DraftFee.flat(
                        "proration",
                        "Unused time on " + offer.plan().name(),
                        offer.plan().code(),
                        from,
                        to,
                        -credit));
    }

    private static DraftFee adjustment(PlanCharge charge, Offer offer, Stretch stretch, long amount) {
        String kind = amount > 0 ? "minimum" : "maximum";
        return fee(kind, charge.name() + ", " + kind, charge, offer, stretch, List.of(), amount);
    }

    private static DraftFee fee(
            String kind,
            String description,
            PlanCharge charge,
            Offer offer,
            Stretch stretch,
            List<RatedPart> parts,
            long amount) {
        return new DraftFee(
                kind,
                description,
                charge.id(),
                charge.metric().code(),
                offer.plan().code(),
                stretch.from(),
                stretch.to(),
                null,
                null,
                parts,
                amount);
    }
}
