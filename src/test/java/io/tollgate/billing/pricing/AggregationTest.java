package io.tollgate.billing.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregationTest {

    private static final Period MARCH = Calendars.monthOf("2023-03-01T00:00:00Z");
    private static final Period APRIL = Calendars.monthOf("2023-04-01T00:00:00Z");

    @ParameterizedTest(name = "{0}")
    @CsvSource({"COUNT, 3", "SUM, 12", "MAX, 9", "MIN, 1", "AVG, 4", "UNIQUE, 2", "LATEST, 1"})
    void aggregatesWhatLiesWithin(Aggregation aggregation, BigDecimal expected) {
        List<UsageEvent> events = List.of(
                keyed("2023-02-28T23:59:59.999Z", 100, "before"),
                keyed("2023-03-01T00:00:00Z", 2, "ann"),
                keyed("2023-03-09T00:00:00Z", 9, "bob"),
                keyed("2023-03-31T23:59:59.999Z", 1, "ann"),
                keyed("2023-04-01T00:00:00Z", 100, "after"));

        assertThat(aggregation.over(MARCH, BigDecimal.ZERO, events).quantity()).isEqualByComparingTo(expected);
    }

    /** A third of 10.00 costs 3.33 at 1.00 a unit, and nothing is nothing. */
    @Test
    void aMeanIsExactFarBelowACent() {
        List<UsageEvent> events = List.of(
                Calendars.event("2023-03-05T00:00:00Z", 3),
                Calendars.event("2023-03-12T00:00:00Z", 3),
                Calendars.event("2023-03-20T00:00:00Z", 4));

        assertThat(Aggregation.AVG.over(MARCH, BigDecimal.ZERO, events).quantity())
                .isEqualByComparingTo("3.333333333333333333333333333333");
        assertThat(List.of(Aggregation.AVG, Aggregation.MIN))
                .allSatisfy(none -> assertThat(
                                none.over(APRIL, BigDecimal.ZERO, events).quantity())
                        .isZero());
    }

    @Test
    @DisplayName("agg-latest-out-of-order")
    void theLatestIsTheLastToHappen() {
        List<UsageEvent> arrived = List.of(
                Calendars.event("2023-03-20T00:00:00Z", 7),
                Calendars.event("2023-03-05T00:00:00Z", 3),
                Calendars.event("2023-03-12T00:00:00Z", 5));

        Usage usage = Aggregation.LATEST.over(MARCH, BigDecimal.ZERO, arrived);

        assertThat(usage.quantity()).isEqualByComparingTo("7");
        assertThat(usage.values()).extracting(BigDecimal::intValue).containsExactly(3, 5, 7);
    }

    @Test
    void twoOfTheSameMomentAreToldApartByTheirIds() {
        Instant moment = Instant.parse("2023-03-20T00:00:00Z");
        UsageEvent first = UsageEvent.of(moment, "a", BigDecimal.ONE);
        UsageEvent second = UsageEvent.of(moment, "b", BigDecimal.TWO);

        assertThat(List.of(List.of(first, second), List.of(second, first)))
                .allSatisfy(arrived -> assertThat(Aggregation.LATEST
                                .over(MARCH, BigDecimal.ZERO, arrived)
                                .quantity())
                        .isEqualByComparingTo("2"));
    }

    @Test
    @DisplayName("agg-lago-weighted-march: 2500 added on 5 March, 2177.41935")
    void weighsByTheTimeHeld() {
        List<UsageEvent> events = List.of(Calendars.event("2023-03-05T00:00:00Z", 2500));

        assertThat(weighted(MARCH, 0, events)).isEqualByComparingTo("2177.41935");
        assertThat(Aggregation.WEIGHTED_SUM.level(MARCH, BigDecimal.ZERO, events))
                .isEqualByComparingTo("2500");
    }

    @Test
    @DisplayName("agg-lago-weighted-april: from 2500, -2000, -200, 533.33333")
    void carriesTheLevelIntoTheNextPeriod() {
        List<UsageEvent> events =
                List.of(Calendars.event("2023-04-06T00:00:00Z", -200), Calendars.event("2023-04-04T00:00:00Z", -2000));

        assertThat(weighted(APRIL, 2500, events)).isEqualByComparingTo("533.33333");
        assertThat(Aggregation.WEIGHTED_SUM.level(APRIL, BigDecimal.valueOf(2500), events))
                .isEqualByComparingTo("300");
    }

    @Test
    void aLevelThatStaysIsItsOwnMean() {
        assertThat(Aggregation.WEIGHTED_SUM
                        .over(APRIL, new BigDecimal("3.7"), List.of())
                        .quantity())
                .isEqualByComparingTo("3.7");
    }

    @Test
    void noEventsAreNothing() {
        for (Aggregation aggregation : Aggregation.values()) {
            assertThat(aggregation.over(MARCH, BigDecimal.ZERO, List.of()).quantity())
                    .isZero();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "dst-kb-2023-03, 2023-04-01T03:59:59Z, 2",
        "dst-kb-2023-04, 2023-04-01T04:00:00Z, 3",
        "dst-kb-2023-05, 2023-05-01T04:00:00Z, 4",
    })
    void theFirstOfAMonthIsLocal(String label, Instant used, long index) {
        BillingCalendar newYork = Calendars.monthly("2023-01-01T00:00:00", "America/New_York");

        assertThat(newYork.containing(used).index()).isEqualTo(index);
    }

    private static BigDecimal weighted(Period period, long carried, List<UsageEvent> events) {
        return Aggregation.WEIGHTED_SUM
                .over(period, BigDecimal.valueOf(carried), events)
                .quantity()
                .setScale(5, RoundingMode.HALF_UP);
    }

    private static UsageEvent keyed(String at, long value, String key) {
        return new UsageEvent(Instant.parse(at), at, BigDecimal.valueOf(value), key);
    }
}
