package io.tollgate.billing.pricing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rates a period that a change of plan, a pause or a cancellation has divided. Whatever divides it, what is used costs as in one
 * piece: a part is what the period comes to until its end, less what it came to before, so tiers, packages and free allowances
 * are there once; and parts under equal prices add up to the whole to the cent.
 *
 * <p>What is counted or summed ({@link Aggregation#additive}) costs by the price of the part in which it was used. What is one
 * number of the period, such as the most seats, costs in each part the part's share of that version's price for it. What is asked
 * for without any usage, and minimum and maximum, are divided by time.
 */
public final class PeriodRating {

    private final Scale scale;
    private long moved;
    private final Bound least = new Bound();
    private final Bound most = new Bound();

    private PeriodRating(Scale scale) {
        this.scale = scale;
    }

    /** What of the parts so far is bounded, and by how much they miss it. */
    private static final class Bound {
        private long amount;
        private long bound;
        private long missed;
    }

    /**
     * @param parts in the order of time, not empty
     * @param additive as the metric's {@link Aggregation#additive} says
     * @return in the parts' order
     * @throws ArithmeticException if anything comes to 2^63 minor units or more
     */
    public static List<PartRated> of(List<PeriodPart> parts, boolean additive, Scale scale) {
        PeriodRating rating = new PeriodRating(scale);
        Usage last = parts.getLast().upTo();
        List<PartRated> rated = new ArrayList<>();
        for (PeriodPart part : parts) {
            rated.add(additive ? rating.added(part) : rating.level(part, last));
        }
        return rated;
    }

    private PartRated added(PeriodPart part) {
        Rated whole = part.charge().unbounded(part.upTo(), scale);
        Rated before = part.charge().unbounded(part.before(), scale);
        long standing = part.charge().unbounded(Usage.NONE, scale).usage();
        long more = Math.subtractExact(whole.usage(), before.usage());
        if (more < 0) {
            // Cheaper by volume: what gives back is what was billed, not what this price would have made of it.
            long excess = Math.subtractExact(Math.subtractExact(whole.usage(), standing), moved);
            more = Math.max(more, Math.min(0, excess));
        }
        moved = Math.addExact(moved, more);
        long usage = Math.addExact(part.piece(standing), more);
        List<RatedPart> lines = part.first() ? whole.parts() : TierDifference.of(whole.parts(), before.parts());
        return bounded(part, usage, lines);
    }

    private PartRated level(PeriodPart part, Usage quantity) {
        Rated whole = part.charge().unbounded(quantity, scale);
        return bounded(part, part.piece(whole.usage()), whole.parts());
    }

    private PartRated bounded(PeriodPart part, long usage, List<RatedPart> lines) {
        long lack = missed(least, part, part.charge().minimum(), usage, 1);
        long excess = missed(most, part, part.charge().maximum(), usage, -1);
        return new PartRated(usage, lack, -excess, TierDifference.adds(lines, usage) ? lines : List.of());
    }

    /** By how much more than before the bound is missed. */
    private static long missed(Bound bound, PeriodPart part, @Nullable Long ofPeriod, long usage, int sign) {
        if (ofPeriod == null) {
            return 0;
        }
        bound.amount = Math.addExact(bound.amount, usage);
        bound.bound = Math.addExact(bound.bound, part.piece(ofPeriod));
        long missed = Math.max(0, sign * Math.subtractExact(bound.bound, bound.amount));
        long more = missed - bound.missed;
        bound.missed = missed;
        return more;
    }
}
