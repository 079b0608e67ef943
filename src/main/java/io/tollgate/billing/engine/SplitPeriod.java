package io.tollgate.billing.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A period with its stretches: changes of plan and pauses divide it.
 *
 * @param billed those that are over, the oldest first
 * @param ending the one that ends now, after them; null for none
 * @param reach since when usage has used up what its tiers and free allowances give: its own beginning, or, when a change of the
 *     calendar cut the period before short, that one's, but no longer ago than one of its own periods
 */
record SplitPeriod(List<BilledStretch> billed, @Nullable Stretch ending, Instant reach) {

    SplitPeriod {
        billed = List.copyOf(billed);
    }

    /** One that nothing has divided, or the first part of one. */
    static SplitPeriod alone(Stretch ending) {
        return new SplitPeriod(List.of(), ending, ending.from());
    }

    /** @param rows stretches of one subscription, the oldest first; what came directly before a period is among them */
    static List<SplitPeriod> of(List<BilledStretch> rows) {
        List<SplitPeriod> periods = new ArrayList<>();
        for (BilledStretch row : rows) {
            SplitPeriod last = periods.isEmpty() ? null : periods.getLast();
            if (last != null && last.latest().samePeriod(row.stretch())) {
                periods.set(periods.size() - 1, last.and(row));
            } else {
                periods.add(new SplitPeriod(List.of(row), null, reach(last, row.stretch())));
            }
        }
        return periods;
    }

    /** @param rows of its subscription before it, as with {@link #of} */
    static SplitPeriod endingWith(Stretch ending, List<BilledStretch> rows) {
        List<SplitPeriod> before = of(rows);
        SplitPeriod last = before.isEmpty() ? null : before.getLast();
        return last != null && last.latest().samePeriod(ending)
                ? new SplitPeriod(last.billed, ending, last.reach)
                : new SplitPeriod(List.of(), ending, reach(last, ending));
    }

    private static Instant reach(@Nullable SplitPeriod before, Stretch first) {
        if (before == null || !before.latest().cut() || !before.latest().to().equals(first.from())) {
            return first.from();
        }
        Instant start = first.period().start();
        Instant earliest = first.from().equals(start) ? first.earliest() : start;
        return before.reach.isBefore(earliest) ? earliest : before.reach;
    }

    private SplitPeriod and(BilledStretch row) {
        return new SplitPeriod(Stream.concat(billed.stream(), Stream.of(row)).toList(), null, reach);
    }

    /** The first first. */
    List<Stretch> stretches() {
        return Stream.concat(billed.stream().map(BilledStretch::stretch), Stream.ofNullable(ending))
                .toList();
    }

    Stretch latest() {
        return ending == null ? billed.getLast().stretch() : ending;
    }

    /** Whether what was used between, both included, may have a part in what it costs. */
    boolean concerns(Instant from, Instant to) {
        return !reach.isAfter(to) && latest().to().isAfter(from);
    }

    boolean divided() {
        return !billed.isEmpty() || !reach.equals(latest().from());
    }
}
