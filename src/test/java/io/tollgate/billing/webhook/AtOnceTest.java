package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AtOnceTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final UUID endpoint = UUID.randomUUID();
    private final AtOnce atOnce = new AtOnce(4, new Random(1));

    @Test
    void letsFourInAndOneWhereItFails() {
        assertThat(IntStream.range(0, 6).filter(_ -> atOnce.enter(endpoint, false)))
                .hasSize(4);
        assertThat(atOnce.enter(UUID.randomUUID(), true)).isTrue();
        assertThat(atOnce.enter(endpoint, true)).isFalse();
        atOnce.leave(endpoint, Duration.ofMillis(10));
        assertThat(atOnce.enter(endpoint, true)).isFalse();
        assertThat(atOnce.enter(endpoint, false)).isTrue();
    }

    @Test
    void standsThemInLineAsFastAsTheEndpointAnswers() {
        answer(Duration.ofMillis(400));
        List<Duration> waits = places(5, false);
        assertThat(waits.getFirst()).isEqualTo(Duration.ofMillis(250));
        assertThat(gaps(waits)).allSatisfy(gap -> assertThat(gap).isBetween(ofMillis(95), ofMillis(100)));
    }

    @Test
    void standsThemWiderApartWhereOneAtATimeIsAsked() {
        answer(Duration.ofMillis(400));
        assertThat(gaps(places(5, true))).allSatisfy(gap -> assertThat(gap).isBetween(ofMillis(380), ofMillis(400)));
    }

    /** Else a hundred thousand would be moved on every second until the last of them is sent. */
    @Test
    void movesEachOnceInMinutesHoweverManyThereAre() {
        answer(Duration.ofMillis(400));
        List<Duration> waits = places(100_000, false);
        assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(ofMillis(250), Duration.ofMinutes(5)));
        assertThat(waits.stream().filter(wait -> wait.compareTo(Duration.ofSeconds(150)) < 0))
                .as("in the first half: what the endpoint can take there")
                .hasSizeBetween(1_490, 1_600);
    }

    @Test
    void beginsAtTheFrontAgainWhenTheLineIsOver() {
        var _ = places(1_000, false);
        assertThat(atOnce.comeBack(endpoint, false, NOW.plus(Duration.ofHours(1))))
                .isEqualTo(NOW.plus(Duration.ofHours(1)).plusMillis(250));
    }

    private void answer(Duration took) {
        IntStream.range(0, 40).forEach(_ -> {
            assertThat(atOnce.enter(endpoint, false)).isTrue();
            atOnce.leave(endpoint, took);
        });
    }

    private List<Duration> places(int count, boolean failing) {
        return Stream.generate(() -> Duration.between(NOW, atOnce.comeBack(endpoint, failing, NOW)))
                .limit(count)
                .toList();
    }

    private static List<Duration> gaps(List<Duration> waits) {
        return IntStream.range(1, waits.size())
                .mapToObj(i -> waits.get(i).minus(waits.get(i - 1)))
                .toList();
    }

    private static Duration ofMillis(long millis) {
        return Duration.ofMillis(millis);
    }
}
