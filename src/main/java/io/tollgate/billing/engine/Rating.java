package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.DraftFee;
import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.PartRated;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.PeriodPart;
import io.tollgate.billing.pricing.PeriodRating;
import io.tollgate.billing.pricing.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Turns what was used in a period, and what is sold for it, into the fees of an invoice.
 *
 * <p>A stretch that ends is billed for the first time. One that was billed before is rated anew, and the difference asked for: usage
 * was told late, or the period has come to another level than it had then. Below zero, a credit.
 */
final class Rating {

    private final PeriodUsage usage;
    private final List<DraftFee> first = new ArrayList<>();
    private final List<DraftFee> again = new ArrayList<>();
    private final Map<Stretch, Map<UUID, Long>> totals = new HashMap<>();

    private Rating(PeriodUsage usage) {
        this.usage = usage;
    }

    /** @throws ArithmeticException if it comes to 2^63 minor units or more */
    static Arrears of(PeriodUsage usage) {
        Rating rating = new Rating(usage);
        usage.counted().forEach(rating::rate);
        return rating.result();
    }

    private void rate(PeriodUsage.Counted counted) {
        List<Strand.Piece> pieces = counted.strand().pieces();
        List<PeriodPart> parts = counted.strand().parts(counted.answers());
        Offer offer = offer(pieces.getLast().stretch());
        List<PartRated> rated = PeriodRating.of(parts, counted.strand().additive(), offer.scale());
        for (int i = 0; i < pieces.size(); i++) {
            Strand.Piece piece = pieces.get(i);
            totals.computeIfAbsent(piece.stretch(), _ -> new HashMap<>())
                    .put(piece.charge().id(), rated.get(i).amount());
            if (piece.stretch().equals(usage.period().ending())) {
                ends(piece, parts.get(i), rated.get(i));
            }
        }
    }

    private void ends(Strand.Piece piece, PeriodPart part, PartRated rated) {
        if (used(part.upTo()) || rated.usage() != 0) {
            first.add(fee("usage", "", piece.charge(), piece.stretch(), rated));
        }
        bound("minimum", piece, rated.minimum());
        bound("maximum", piece, rated.maximum());
    }

    private static boolean used(Usage usage) {
        return usage.events() > 0 || usage.quantity().signum() != 0;
    }

    private void bound(String kind, Strand.Piece piece, long amount) {
        if (amount != 0) {
            PartRated line = new PartRated(amount, 0, 0, List.of());
            first.add(fee(kind, ", " + kind, piece.charge(), piece.stretch(), line));
        }
    }

    private Arrears result() {
        List<BilledStretch> stretches = new ArrayList<>();
        for (BilledStretch before : usage.period().billed()) {
            Map<UUID, Long> now = totals.getOrDefault(before.stretch(), Map.of());
            if (rebill(before, now)) {
                stretches.add(before.with(now));
            }
        }
        Stretch ending = usage.period().ending();
        if (ending != null) {
            Map<UUID, Long> billed = new HashMap<>(totals.getOrDefault(ending, Map.of()));
            billed.values().removeIf(total -> total == 0);
            stretches.add(new BilledStretch(ending, billed));
        }
        first.addAll(again);
        return new Arrears(List.copyOf(first), List.copyOf(stretches));
    }

    /** @return whether it comes to anything else than before */
    private boolean rebill(BilledStretch before, Map<UUID, Long> now) {
        boolean changed = false;
        for (PlanCharge charge : offer(before.stretch()).charges()) {
            Long total = now.get(charge.id());
            long due = total == null ? 0 : Math.subtractExact(total, before.billed(charge.id()));
            if (due != 0) {
                boolean level = !charge.metric().aggregation().additive()
                        && usage.period().ending() != null;
                PartRated line = new PartRated(due, 0, 0, List.of());
                again.add(
                        level
                                ? fee("usage", ", adjusted to the period", charge, before.stretch(), line)
                                : fee("late", ", late usage", charge, before.stretch(), line));
                changed = true;
            }
        }
        return changed;
    }

    private DraftFee fee(String kind, String what, PlanCharge charge, Stretch stretch, PartRated line) {
        return new DraftFee(
                kind,
                charge.name() + what,
                charge.id(),
                charge.metric().code(),
                offer(stretch).plan().code(),
                stretch.from(),
                stretch.to(),
                null,
                null,
                line.parts(),
                line.usage());
    }

    private Offer offer(Stretch stretch) {
        return Offers.in(usage.sold(), stretch.versionId());
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
}
