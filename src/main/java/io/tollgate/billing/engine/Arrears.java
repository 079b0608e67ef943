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
        Stretch ending = move.ending();
        Arrears late = late(known);
        if (ending.empty() || known.present().charges().isEmpty()) {
            return late;
        }
        Rating rating = Rating.of(known.present(), ending, known.used());
        List<DraftFee> fees = new ArrayList<>(rating.fees());
        List<BilledStretch> stretches = new ArrayList<>();
        stretches.add(new BilledStretch(ending, rating.totals()));
        fees.addAll(late.fees());
        stretches.addAll(late.stretches());
        return new Arrears(List.copyOf(fees), List.copyOf(stretches));
    }

    static Arrears late(Known known) {
        if (known.late().isEmpty()) {
            return NONE;
        }
        List<DraftFee> fees = new ArrayList<>();
        List<BilledStretch> stretches = new ArrayList<>();
        for (Known.Late late : known.late()) {
            Rating rating = Rating.late(late.offer(), late.before(), late.used());
            if (!rating.fees().isEmpty()) {
                fees.addAll(rating.fees());
                stretches.add(late.before().with(rating.totals()));
            }
        }
        return new Arrears(List.copyOf(fees), List.copyOf(stretches));
    }
}
