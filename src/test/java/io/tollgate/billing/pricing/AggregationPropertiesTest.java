package io.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What must hold for every stream of events, tried on random ones. */
class AggregationPropertiesTest {

    private static final int STREAMS = 200;

    @Test
    void theOrderOfArrivalNeverMatters() {
        Seeded seeded = Seeded.of("arrival");
        for (int i = 0; i < STREAMS; i++) {
            Period period = seeded.period();
            List<UsageEvent> events = events(seeded, period);
            List<UsageEvent> shuffled = new ArrayList<>(events);
            Collections.shuffle(shuffled, seeded.random);
            for (Aggregation aggregation : Aggregation.values()) {
                Usage usage = aggregation.over(period, BigDecimal.TEN, events);

                assertThat(aggregation.over(period, BigDecimal.TEN, shuffled)).isEqualTo(usage);
            }
        }
    }

    @Test
    void aWeightedPeriodIsTheMeanOfItsHalves() {
        Seeded seeded = Seeded.of("weighted");
        for (int i = 0; i < STREAMS; i++) {
            Period whole = seeded.period();
            Instant middle = seeded.cuts(whole).get(0).plus(Duration.ofHours(5));
            Period first = new Period(0, whole.start(), middle, whole.zone(), whole.interval());
            Period second = new Period(1, middle, whole.end(), whole.zone(), whole.interval());
            List<UsageEvent> events = events(seeded, whole);
            BigDecimal level = Aggregation.WEIGHTED_SUM.level(first, BigDecimal.TEN, events);

            BigDecimal halves = area(first, BigDecimal.TEN, events).add(area(second, level, events));

            assertThat(halves.subtract(area(whole, BigDecimal.TEN, events)).abs())
                    .isLessThan(new BigDecimal("1e-15"));
        }
    }

    private static BigDecimal area(Period period, BigDecimal level, List<UsageEvent> events) {
        return Aggregation.WEIGHTED_SUM
                .over(period, level, events)
                .quantity()
                .multiply(BigDecimal.valueOf(
                        Duration.between(period.start(), period.end()).toNanos(), 9));
    }

    private static List<UsageEvent> events(Seeded seeded, Period period) {
        List<Instant> moments = seeded.cuts(period);
        return IntStream.range(0, moments.size())
                .mapToObj(e -> new UsageEvent(moments.get(e), "e" + e, seeded.decimal(9, 2), "key" + e % 3))
                .toList();
    }
}
