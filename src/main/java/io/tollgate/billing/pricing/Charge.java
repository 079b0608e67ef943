package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A price with a minimum and a maximum of what a period's usage costs.
 *
 * @param price without faults
 * @param minimum in minor units; null for none
 * @param maximum in minor units; null for none
 */
public record Charge(
        Price price, @Nullable Long minimum, @Nullable Long maximum) {

    /** @throws IllegalArgumentException for what has {@link #faults} */
    public Charge {
        List<PriceFault> faults = faults(price, minimum, maximum);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("Not a price: " + faults);
        }
    }

    public static Charge of(Price price) {
        return new Charge(price, null, null);
    }

    /** What is wrong; empty when it can be sold. */
    public static List<PriceFault> faults(Price price, @Nullable Long minimum, @Nullable Long maximum) {
        @Nullable BigDecimal least = minimum == null ? null : BigDecimal.valueOf(minimum);
        @Nullable BigDecimal most = maximum == null ? null : BigDecimal.valueOf(maximum);
        return new PriceFaults()
                .addAll(price.faults())
                .notNegative("minimum_spend", least)
                .notNegative("maximum_spend", most)
                .ordered("maximum_spend", least, most)
                .list();
    }

    /** A whole period's usage. */
    public Rated rate(Usage usage, Scale scale) {
        return rate(usage, scale, Fraction.ONE);
    }

    /**
     * The usage of a part of a period; minimum and maximum shrink with it.
     *
     * @param share what part of the period the subscription was there
     * @throws ArithmeticException if it comes to 2^63 minor units or more
     */
    public Rated rate(Usage usage, Scale scale, Fraction share) {
        Rated rated = unbounded(usage, scale);
        return new Rated(rated.usage(), adjustment(rated.usage(), share), rated.parts());
    }

    /** Without minimum and maximum. */
    Rated unbounded(Usage usage, Scale scale) {
        List<PricePart> parts = price.parts(usage);
        List<BigDecimal> exact =
                parts.stream().map(part -> scale.exactMinor(part.amount())).toList();
        long amount = Rounding.halfUp(exact.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        return new Rated(amount, 0, rated(parts, Spread.whole(amount, exact)));
    }

    private long adjustment(long amount, Fraction share) {
        long least = minimum == null ? 0 : share.of(minimum);
        long most = maximum == null ? Long.MAX_VALUE : share.of(maximum);
        return Math.min(Math.max(amount, least), most) - amount;
    }

    private static List<RatedPart> rated(List<PricePart> parts, long[] amounts) {
        return IntStream.range(0, amounts.length)
                .mapToObj(i -> new RatedPart(parts.get(i), amounts[i]))
                .toList();
    }
}
