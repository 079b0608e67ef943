package io.tollgate.auth.guessing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.MutableClock;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Failures in a row, as a node counts them while Redis is away. */
class LocalGuessesTest {

    private final GuessingProperties properties = new GuessingProperties(
            Duration.ofSeconds(1), 5, Duration.ofSeconds(10), 50, Duration.ofHours(24), Duration.ofDays(30), 10, 20);
    private final MutableClock clock = MutableClock.shared();
    private final LocalGuesses guesses = new LocalGuesses(properties, clock, 3);
    private final Guess here = guess("one", "192.0.2.1");
    private final Guess there = guess("one", "198.51.100.7");

    @Test
    void refusesAfterHalfAsManyAsWithRedis() {
        fail(here, 12);
        fail(there, 12);
        assertThat(guesses.count(here).refused()).isFalse();
        assertThat(guesses.count(here).refused()).isTrue();
        assertThat(guesses.count(there).refused()).isTrue();
        clock.advance(Duration.ofHours(25));
        assertThat(guesses.count(here)).isEqualTo(new Standing(0, Duration.ZERO));
    }

    @Test
    void takesBackWhatCameFromTheSamePlace() {
        fail(here, 5);
        fail(there, 2);
        guesses.right(here);
        assertThat(guesses.count(here).failures()).isEqualTo(2);
        guesses.takeBack(here);
        assertThat(guesses.count(here).failures()).isEqualTo(2);
        guesses.forget(there);
        assertThat(guesses.count(here).failures()).isZero();
    }

    /** Otherwise whoever fills the memory with names may try as many passwords as they like. */
    @Test
    void countsStrangersTogetherWhenItsMemoryIsFull() {
        fillTheMemory();
        for (int i = 0; i < 25; i++) {
            assertThat(guesses.count(guess("late" + i, "192.0.2." + i))).isEqualTo(new Standing(i, Duration.ZERO));
        }
        assertThat(guesses.count(guess("late", "198.51.100.7")).refused()).isTrue();
        assertThat(guesses.count(new Guess(Guessed.LOGIN_CODE, "late", "192.0.2.1")))
                .isEqualTo(new Standing(0, Duration.ZERO));
        clock.advance(Duration.ofMinutes(61));
        assertThat(guesses.count(guess("late", "192.0.2.1"))).isEqualTo(new Standing(0, Duration.ZERO));
        clock.advance(Duration.ofHours(24));
        assertThat(guesses.count(guess("late", "192.0.2.1"))).isEqualTo(new Standing(0, Duration.ZERO));
        assertThat(guesses.count(guess("late", "192.0.2.1"))).isEqualTo(new Standing(1, Duration.ZERO));
    }

    @Test
    void givesWhoIsRightAmongStrangersNoFreshStart() {
        fillTheMemory();
        fail(guess("victim", "192.0.2.1"), 10);
        Guess own = guess("own", "192.0.2.1");
        guesses.count(own);
        guesses.right(own);
        assertThat(guesses.count(guess("victim", "192.0.2.1")).failures()).isEqualTo(10);
    }

    private void fillTheMemory() {
        IntStream.range(0, 3).forEach(_ -> fail(guess(UUID.randomUUID().toString(), "192.0.2.1"), 1));
    }

    private void fail(Guess guess, int times) {
        IntStream.range(0, times).forEach(_ -> guesses.count(guess));
    }

    private static Guess guess(String account, String from) {
        return new Guess(Guessed.PASSWORD, account, from);
    }
}
