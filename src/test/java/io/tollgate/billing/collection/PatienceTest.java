package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** When it is tried again, looked again, and what owing comes to. */
class PatienceTest {

    private final CollectionProperties patience = new CollectionProperties(
            days(1, 8, 4, 7),
            List.of(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofDays(1)),
            Duration.ofDays(10),
            Duration.ofDays(14),
            Duration.ofDays(21),
            LeastDebts.valueOf("NOK:5000, sek:300"),
            Duration.ofHours(23),
            Duration.ofSeconds(30),
            "https://app.test/invoices/{id}");

    @Test
    @DisplayName("retry-kb-schedule: after 6 September on the 7th, 15th, 19th and 26th")
    void triesOneEightFourAndSevenDaysAfterEachOther() {
        Instant planned = Instant.parse("2026-09-06T10:00:00Z");
        List<String> days = new ArrayList<>();
        for (int failures = 1; failures <= 4; failures++) {
            planned = patience.nextAttempt(failures, planned, planned.plusSeconds(400))
                    .orElseThrow();
            days.add(planned.toString().substring(0, 10));
        }

        assertThat(days).containsExactly("2026-09-07", "2026-09-15", "2026-09-19", "2026-09-26");
        assertThat(patience.nextAttempt(5, planned, planned)).isEmpty();
    }

    @Test
    void countsFromAnAttemptThatCameLongAfterItsTime() {
        Instant planned = Instant.parse("2026-09-06T10:00:00Z");
        Instant now = Instant.parse("2026-09-20T10:00:00Z");

        assertThat(patience.nextAttempt(1, planned, now)).contains(Instant.parse("2026-09-21T10:00:00Z"));
    }

    @Test
    void looksAtGrowingDistancesAndThenEachDay() {
        Instant now = Instant.parse("2026-09-06T10:00:00Z");

        assertThat(List.of(patience.nextPoll(0, now), patience.nextPoll(1, now), patience.nextPoll(2, now)))
                .containsExactly(now.plusSeconds(300), now.plusSeconds(3600), now.plus(Duration.ofDays(1)));
        assertThat(List.of(patience.nextPoll(3, now), patience.nextPoll(400, now)))
                .containsOnly(now.plus(Duration.ofDays(1)));
        assertThat(List.of(patience.unresolved(2), patience.unresolved(3), patience.unresolved(400)))
                .containsExactly(false, true, true);
    }

    @Test
    @DisplayName("overdue-kb-states: warning from day 10, blocked from day 14, cancelled from day 21")
    void warnsBlocksAndCancelsByAge() {
        assertThat(days(9, 10, 13, 14, 20, 21, 400))
                .extracting(age -> OverdueState.of(age, patience))
                .containsExactly(
                        OverdueState.CLEAR,
                        OverdueState.WARNING,
                        OverdueState.WARNING,
                        OverdueState.BLOCKED,
                        OverdueState.BLOCKED,
                        OverdueState.CANCELLED,
                        OverdueState.CANCELLED);
    }

    @Test
    void takesNoStepBeforeTheLastOneHasStoodForItsTime() {
        Instant owed = Instant.parse("2026-09-06T10:00:00Z");
        Instant late = owed.plus(Duration.ofDays(25));
        Told warned = Told.NOTHING.by(owed, late, patience);

        assertThat(warned).isEqualTo(new Told(OverdueState.WARNING, late));
        assertThat(warned.worsensAt(owed, patience)).contains(late.plus(Duration.ofDays(4)));
        assertThat(warned.by(owed, late.plus(Duration.ofDays(4)).minusNanos(1), patience))
                .isEqualTo(warned);
        assertThat(warned.by(owed, late.plus(Duration.ofDays(400)), patience).state())
                .isEqualTo(OverdueState.BLOCKED);
        assertThat(warned.comesTo(OverdueState.CANCELLED, owed, patience)).isEmpty();
        assertThat(new Told(OverdueState.BLOCKED, late).worsensAt(owed, patience))
                .contains(late.plus(Duration.ofDays(7)));
        assertThat(new Told(OverdueState.CANCELLED, late).worsensAt(owed, patience))
                .isEmpty();
    }

    @Test
    void takesEachStepAtItsAgeWhenTheLastOneWasTakenInTime() {
        Instant owed = Instant.parse("2026-09-06T10:00:00Z");

        assertThat(days(0, 10, 14))
                .extracting(age -> Told.inTime(owed, owed.plus(age), patience).worsensAt(owed, patience))
                .containsExactly(
                        Optional.of(owed.plus(Duration.ofDays(10))),
                        Optional.of(owed.plus(Duration.ofDays(14))),
                        Optional.of(owed.plus(Duration.ofDays(21))));
        assertThat(Told.NOTHING.worsensAt(owed, patience)).contains(owed.plus(Duration.ofDays(10)));
    }

    @Test
    void readsWhatIsOwedAtLeast() {
        LeastDebts least = patience.overdueFrom();

        assertThat(List.of(least.of("NOK"), least.of("SEK"), least.of("USD"))).containsExactly(5000L, 300L, 0L);
        assertThat(least.currencies()).containsExactly("NOK", "SEK");
        assertThat(least.amounts()).containsExactly(5000L, 300L);
        assertThat(LeastDebts.valueOf(" ").cents()).isEmpty();
        assertThat(List.of("500", "USD", "USD:-1", "USD:5.00", "US:5", "USD:5,", "USD:5,usd:6", "USD:9999999999999999"))
                .allSatisfy(text -> assertThatIllegalArgumentException()
                        .as(text)
                        .isThrownBy(() -> LeastDebts.valueOf(text))
                        .withMessageContaining("OVERDUE_FROM"));
    }

    @Test
    void countsNoDebtThatNobodyCanCharge() {
        LeastDebts least = patience.overdueFrom().atLeast(Map.of("NOK", 300L, "SEK", 301L, "USD", 50L));

        assertThat(least.cents()).isEqualTo(Map.of("NOK", 5000L, "SEK", 301L, "USD", 50L));
    }

    @Test
    void goesAfterAnythingWhereNothingElseIsSaid() {
        Map<String, String> said = Map.of("it.overdue-from", "", "it.invoice-page", "https://app.test/invoices/{id}");

        CollectionProperties bound = new Binder(new MapConfigurationPropertySource(said))
                .bind("it", Bindable.of(CollectionProperties.class))
                .get();

        assertThat(bound.overdueFrom().cents()).isEmpty();
        assertThat(bound.overdueFrom().of("USD")).isZero();
    }

    @Test
    void readsNamesOfAttemptsAndNothingElse() {
        UUID invoice = UUID.randomUUID();

        assertThat(Attempt.named("collect:" + invoice + ":12")).contains(new Attempt.Name(invoice, 12));
        assertThat(List.of(
                        "",
                        "collect:",
                        "collect:" + invoice,
                        "collect:" + invoice + ":",
                        "collect:" + invoice + ":-1",
                        "collect:" + invoice + ":9999999999",
                        "collect:------------------------------------:1",
                        "x collect:" + invoice + ":1",
                        "collect:" + invoice + ":1\n"))
                .allSatisfy(key -> assertThat(Attempt.named(key)).as(key).isEmpty());
        assertThat(Attempt.named(null)).isEmpty();
    }

    private static List<Duration> days(int... numbers) {
        return java.util.Arrays.stream(numbers).mapToObj(Duration::ofDays).toList();
    }
}
