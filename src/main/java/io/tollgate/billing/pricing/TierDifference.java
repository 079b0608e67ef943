package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lines of what has been used since an earlier rating: each tier less what it had then. */
final class TierDifference {

    private TierDifference() {}

    static List<RatedPart> of(List<RatedPart> whole, List<RatedPart> before) {
        Map<Integer, RatedPart> had =
                before.stream().collect(Collectors.toMap(part -> part.part().tier(), Function.identity()));
        List<RatedPart> lines = new ArrayList<>();
        for (RatedPart part : whole) {
            RatedPart more = less(part, had.remove(part.part().tier()));
            if (more.amount() != 0 || more.part().quantity().signum() != 0) {
                lines.add(more);
            }
        }
        return had.isEmpty() ? lines : List.of();
    }

    private static RatedPart less(RatedPart part, @Nullable RatedPart before) {
        if (before == null) {
            return part;
        }
        BigDecimal quantity = part.part().quantity().subtract(before.part().quantity());
        BigDecimal flat = part.part().flat().subtract(before.part().flat());
        PricePart rest = new PricePart(part.part().tier(), quantity, part.part().unit(), flat);
        return new RatedPart(rest, Math.subtractExact(part.amount(), before.amount()));
    }

    /** Whether the lines show how an amount comes about: they add up, and none takes anything back. */
    static boolean adds(List<RatedPart> lines, long amount) {
        return lines.stream()
                        .allMatch(line ->
                                line.amount() >= 0 && line.part().quantity().signum() >= 0)
                && lines.stream().mapToLong(RatedPart::amount).sum() == amount;
    }
}
