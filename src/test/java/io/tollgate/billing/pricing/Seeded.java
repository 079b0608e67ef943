package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Random plans, periods and usage. The seed is printed; {@code -Dpricing.seed} repeats a run. */
public final class Seeded {

    private static final List<String> ZONES =
            List.of("UTC", "America/New_York", "Africa/Cairo", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia");

    public final Random random;

    private Seeded(long seed) {
        random = new Random(seed);
    }

    public static Seeded of(String test) {
        long seed = Long.getLong("pricing.seed", System.nanoTime());
        System.out.println(test + " -Dpricing.seed=" + seed);
        return new Seeded(seed);
    }

    public BigDecimal decimal(int upTo, int scale) {
        return BigDecimal.valueOf(random.nextLong(upTo * Math.powExact(10L, scale)), scale);
    }

    List<PriceTier> tiers() {
        List<PriceTier> tiers = new ArrayList<>();
        BigDecimal from = BigDecimal.ZERO;
        for (int i = random.nextInt(4); i > 0; i--) {
            BigDecimal to = from.add(decimal(50, 2)).add(BigDecimal.ONE);
            tiers.add(new PriceTier(from, to, decimal(20, 12), decimal(5, 3)));
            from = to;
        }
        tiers.add(new PriceTier(from, null, decimal(20, 12), decimal(5, 3)));
        return tiers;
    }

    Price price() {
        return random.nextInt(8) == 0 ? new VolumePrice(tiers()) : monotone();
    }

    /** A price that never falls when more is used. */
    Price monotone() {
        return switch (random.nextInt(6)) {
            case 0 -> new FlatPrice(decimal(100, 4));
            case 1 -> new UnitPrice(decimal(10, 12));
            case 2 -> new GraduatedPrice(tiers());
            case 3 -> new PackagePrice(decimal(10, 3), decimal(10, 1).add(BigDecimal.ONE), decimal(50, 1));
            case 4 -> new BlockPrice(decimal(10, 1).add(BigDecimal.ONE), new GraduatedPrice(tiers()));
            default -> random.nextBoolean() ? new GraduatedPercentagePrice(tiers()) : percentage();
        };
    }

    public Charge charge() {
        @Nullable Long minimum = random.nextBoolean() ? null : random.nextLong(5000);
        @Nullable Long maximum = random.nextBoolean() ? null : 5000 + random.nextLong(50_000);
        return new Charge(price(), minimum, maximum);
    }

    Scale scale() {
        return Scale.of(List.of("USD", "JPY", "KWD").get(random.nextInt(3)));
    }

    List<BigDecimal> values() {
        return Stream.generate(() -> decimal(40, 3)).limit(random.nextInt(12)).toList();
    }

    Period period() {
        LocalDateTime anchor = LocalDateTime.of(2024, 1, 31, 0, 0).plusMinutes(random.nextInt(2_000_000));
        Interval interval = new Interval(Interval.Unit.values()[random.nextInt(5)], 1 + random.nextInt(3));
        return new BillingCalendar(anchor, ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))), interval)
                .period(random.nextInt(30));
    }

    /** Moments within the period in order, its bounds among them. */
    public List<Instant> cuts(Period period) {
        long length = Duration.between(period.start(), period.end()).toNanos();
        Stream<Instant> inside = Stream.generate(() -> period.start().plusNanos(random.nextLong(length)))
                .limit(random.nextInt(6));
        return Stream.concat(Stream.of(period.start(), period.end()), inside)
                .sorted()
                .toList();
    }

    ProrationMode mode() {
        return ProrationMode.values()[random.nextInt(3)];
    }

    private Price percentage() {
        @Nullable Long freeEvents = random.nextBoolean() ? null : random.nextLong(4);
        @Nullable BigDecimal freeAmount = random.nextBoolean() ? null : decimal(60, 2);
        @Nullable BigDecimal minimum = random.nextBoolean() ? null : decimal(1, 3);
        return new PercentagePrice(decimal(9, 4), decimal(1, 4), freeEvents, freeAmount, minimum, null);
    }
}
