package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Divides a rounded amount so that no cent is lost: who lost most by rounding down gets the next cent, the first of equals first. */
final class Spread {

    /** Finer than any two shares of 64-bit amounts can differ. */
    private static final int SCALE = 40;

    private Spread() {}

    /**
     * By weight.
     *
     * @param amount 0 or more
     * @param weights each 0 or more, together above 0 unless the amount is 0
     */
    static long[] byWeight(long amount, long[] weights) {
        if (amount == 0) {
            return new long[weights.length];
        }
        BigDecimal all = IntStream.range(0, weights.length)
                .mapToObj(i -> BigDecimal.valueOf(weights[i]))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        List<BigDecimal> exact = IntStream.range(0, weights.length)
                .mapToObj(i -> BigDecimal.valueOf(weights[i])
                        .multiply(BigDecimal.valueOf(amount))
                        .divide(all, SCALE, RoundingMode.DOWN))
                .toList();
        return whole(amount, exact);
    }

    /**
     * Rounds parts so that they add up.
     *
     * @param total the parts' sum, rounded
     */
    static long[] whole(long total, List<BigDecimal> exact) {
        long[] parts = exact.stream()
                .mapToLong(part -> part.setScale(0, RoundingMode.FLOOR).longValueExact())
                .toArray();
        long missing = total
                - IntStream.range(0, parts.length).mapToLong(i -> parts[i]).reduce(0, Math::addExact);
        IntStream.range(0, parts.length)
                .boxed()
                .sorted(Comparator.comparing(
                        (Integer i) -> exact.get(i).subtract(BigDecimal.valueOf(parts[i])), Comparator.reverseOrder()))
                .limit(missing)
                .forEach(i -> parts[i]++);
        return parts;
    }
}
