package io.tollgate.billing.engine;

import io.tollgate.billing.metric.PlanCharge;
import io.tollgate.billing.pricing.Period;
import io.tollgate.billing.pricing.PeriodPart;
import io.tollgate.billing.pricing.Usage;
import io.tollgate.billing.usage.UsageQuestion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One thing that is charged for, through a period: the same metric, and the same of its events, whatever version of a plan charges.
 *
 * @param pieces the first first, not empty
 */
record Strand(List<Piece> pieces) {

    Strand {
        pieces = List.copyOf(pieces);
    }

    /**
     * A stretch with its charge.
     *
     * @param since when what was used counts; of all pieces the same
     * @param from the stretch's beginning, or that of the pause before it: a pause within a period changes nothing
     */
    record Piece(Stretch stretch, PlanCharge charge, Instant since, Instant from) {

        boolean additive() {
            return charge.metric().aggregation().additive();
        }

        /** None is needed of a first one. */
        boolean asksBefore() {
            return additive() && since.isBefore(from);
        }

        private UsageQuestion until(Instant begin, Instant end) {
            Period span = new Period(
                    stretch.index(),
                    begin,
                    end,
                    stretch.calendar().zone(),
                    stretch.calendar().interval());
            return new UsageQuestion(stretch.subscriptionId(), charge, span, stretch.period());
        }
    }

    private record Key(UUID metricId, Map<String, Set<String>> filters, int nth) {}

    /** @param sold the versions of the period's stretches */
    static Collection<Strand> of(SplitPeriod period, Map<UUID, Offer> sold) {
        Map<Key, List<Piece>> pieces = new LinkedHashMap<>();
        List<Stretch> stretches = period.stretches();
        for (int place = 0; place < stretches.size(); place++) {
            Stretch stretch = stretches.get(place);
            Instant from =
                    place == 0 ? stretch.from() : stretches.get(place - 1).to();
            Instant first = place == 0 ? period.reach() : from;
            Map<Key, Integer> seen = new HashMap<>();
            for (PlanCharge charge : Offers.in(sold, stretch.versionId()).charges()) {
                Key any = key(charge, 0);
                Key key = key(charge, seen.merge(any, 1, Integer::sum));
                List<Piece> before = pieces.computeIfAbsent(key, _ -> new ArrayList<>());
                Instant since = before.isEmpty() ? first : before.getFirst().since();
                before.add(new Piece(stretch, charge, since, from));
            }
        }
        return pieces.values().stream().map(Strand::new).toList();
    }

    private static Key key(PlanCharge charge, int nth) {
        Map<String, Set<String>> filters = new TreeMap<>();
        charge.filters().values().forEach((name, values) -> filters.put(name, Set.copyOf(values)));
        return new Key(charge.metric().id(), filters, nth);
    }

    UUID metricId() {
        return pieces.getFirst().charge().metric().id();
    }

    boolean additive() {
        return pieces.getFirst().additive();
    }

    /** What must be counted. */
    List<UsageQuestion> questions() {
        List<UsageQuestion> questions = new ArrayList<>();
        if (!additive()) {
            questions.add(pieces.getLast()
                    .until(pieces.getFirst().from(), pieces.getLast().stretch().to()));
            return questions;
        }
        for (Piece piece : pieces) {
            if (piece.asksBefore()) {
                questions.add(piece.until(piece.since(), piece.from()));
            }
            questions.add(piece.until(piece.since(), piece.stretch().to()));
        }
        return questions;
    }

    /** @param answers to the {@link #questions} */
    List<PeriodPart> parts(List<Usage> answers) {
        Iterator<Usage> answer = answers.iterator();
        List<PeriodPart> parts = new ArrayList<>();
        for (Piece piece : pieces) {
            Usage before = piece.asksBefore() ? answer.next() : Usage.NONE;
            Usage upTo = additive() ? answer.next() : answers.getFirst();
            parts.add(new PeriodPart(
                    piece.charge().charge(),
                    piece.stretch().place(piece.from()),
                    piece.stretch().place(piece.stretch().to()),
                    before,
                    upTo));
        }
        return parts;
    }
}
