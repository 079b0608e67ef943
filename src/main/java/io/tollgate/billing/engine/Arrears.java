package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.DraftFee;
import java.util.ArrayList;
import java.util.List;

/**
 * Usage that is billed: of the stretch that ends, and what was told late of those before.
 *
 * @param stretches as they have been billed with it
 */
record Arrears(List<DraftFee> fees, List<BilledStretch> stretches) {

    static final Arrears NONE = new Arrears(List.of(), List.of());

    static Arrears of(Move move, Known known) {
        return of(move.ending(), known);
    }

    static Arrears of(Stretch ending, Known known) {
        boolean alone = known.again().stream()
                .noneMatch(again -> ending.equals(again.period().ending()));
        Arrears late = late(known);
        return ending.empty() || known.present().charges().isEmpty() || !alone
                ? late
                : Rating.of(PeriodUsage.alone(known.present(), ending, known.used()))
                        .and(late);
    }

    /** Of what was billed before. */
    static Arrears late(Known known) {
        return known.again().stream().map(Rating::of).reduce(NONE, Arrears::and);
    }

    Arrears and(Arrears other) {
        if (equals(NONE)) {
            return other;
        }
        List<DraftFee> both = new ArrayList<>(fees);
        both.addAll(other.fees);
        List<BilledStretch> all = new ArrayList<>(stretches);
        all.addAll(other.stretches);
        return new Arrears(List.copyOf(both), List.copyOf(all));
    }
}
