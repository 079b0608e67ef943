package io.tollgate.platform.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommonClockTest {

    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private final AtomicReference<Instant> machine = new AtomicReference<>(START);
    private final AtomicLong nanos = new AtomicLong(-5);
    private final CommonClock clock = new CommonClock(machine::get, nanos::get);

    @Test
    void goesOnSteadilyWhoeverSetsTheMachinesClock() {
        assertThat(clock.instant()).isEqualTo(START);
        machine.set(START.plus(Duration.ofDays(3)));
        pass(Duration.ofSeconds(10));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(10));
        machine.set(START.minus(Duration.ofDays(3)));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(longs = {86_400, 3, -3, -86_400})
    void followsTheDatabase(long seconds) {
        Instant there = clock.instant().plusSeconds(seconds);
        CommonClock.Question question = clock.ask();
        pass(Duration.ofMillis(40));
        question.answered(there);
        pass(Duration.ofSeconds(5));
        // It read its clock some time within those 40 ms.
        assertThat(clock.instant())
                .isBetween(there.plusSeconds(5), there.plusSeconds(5).plusMillis(40));
    }

    @Test
    void staysWhereItIsForWhatTheRoadMayHaveTaken() {
        Instant asked = clock.instant();
        CommonClock.Question question = clock.ask();
        pass(Duration.ofSeconds(4));
        Instant answered = clock.instant();
        question.answered(asked);
        question.answered(asked.plusSeconds(2));
        question.answered(answered);
        question.answered(asked.minusMillis(100));
        question.answered(answered.plusMillis(100));
        assertThat(clock.instant()).isEqualTo(answered);
    }

    @ParameterizedTest
    @ValueSource(longs = {3_600, -3_600})
    void isSetRightOnceByTwoWhoAskAtOnce(long seconds) {
        Instant there = clock.instant().plusSeconds(seconds);
        CommonClock.Question first = clock.ask();
        CommonClock.Question second = clock.ask();
        first.answered(there);
        second.answered(there);
        assertThat(clock.instant()).isEqualTo(there);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
