package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** The mean of a level over time: each change counts for the part of the period that is left when it happens. */
public final class WeightedSum {

    /** Decimals of a mean: far below what a minor unit can show. */
    static final int SCALE = 30;

    private static final int NANO_DIGITS = 9;

    private WeightedSum() {}

    static BigDecimal mean(Stream<UsageEvent> changes, Period period, BigDecimal carried) {
        BigDecimal whole = seconds(period.start(), period.end());
        BigDecimal held = changes.map(change -> change.value().multiply(seconds(change.at(), period.end())))
                .reduce(carried.multiply(whole), BigDecimal::add);
        return mean(held, period);
    }

    /**
     * What was held in a part of a period, as a part of the mean over all of it: the parts' add up to the period's.
     *
     * @param held each value times the seconds it was held
     */
    public static BigDecimal mean(BigDecimal held, Period whole) {
        return held.divide(seconds(whole.start(), whole.end()), SCALE, RoundingMode.HALF_UP);
    }

    public static BigDecimal seconds(Instant from, Instant to) {
        Duration time = Duration.between(from, to);
        return BigDecimal.valueOf(time.getSeconds()).add(BigDecimal.valueOf(time.getNano(), NANO_DIGITS));
    }
}
