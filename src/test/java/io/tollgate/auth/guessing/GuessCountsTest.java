package io.tollgate.auth.guessing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.platform.redis.Redis;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import reactor.core.publisher.Flux;

/** Failures in a row, as all nodes count them. */
@IntegrationTest
class GuessCountsTest {

    private final String account = UUID.randomUUID().toString();
    private final Guess here = new Guess(Guessed.PASSWORD, account, "192.0.2.1");
    private final Guess there = new Guess(Guessed.PASSWORD, account, "198.51.100.7");

    @Autowired
    private GuessCounts counts;

    @Autowired
    private Redis redis;

    @BeforeEach
    void awaitRedis() {
        Awaiting.until("Redis is there", redis::up);
    }

    @Test
    void countsTheAccountsFailuresFromEverywhere() {
        fail(here, 3);
        fail(there, 4);
        assertThat(counts.count(here).block().failures()).isEqualTo(7);
    }

    @Test
    void countsEachKindOfSecretForItself() {
        fail(here, 6);
        Guess code = new Guess(Guessed.LOGIN_CODE, account, "192.0.2.1");
        assertThat(counts.count(code).block().failures()).isZero();
    }

    /** A new secret of the deployment gives nobody a fresh start. */
    @Test
    void goesOnCountingUnderAnotherDigest() {
        fail(here, 3);
        counts.right(here).block();
        fail(there, 4);
        String digest = UUID.randomUUID().toString();
        List<String> former = List.of(UUID.randomUUID().toString(), account);
        Guess later = new Guess(Guessed.PASSWORD, digest, former, "203.0.113.9");
        assertThat(counts.count(later).block().failures()).isEqualTo(4);
        Guess home = new Guess(Guessed.PASSWORD, digest, former, "192.0.2.1");
        assertThat(counts.count(home).block().failures())
                .as("from where the owner got in")
                .isZero();
        assertThat(counts.count(later).block().failures()).isEqualTo(6);
        Guess back = new Guess(Guessed.PASSWORD, account, List.of(digest), "203.0.113.9");
        assertThat(counts.count(back).block().failures())
                .as("at a node that has the old one")
                .isEqualTo(7);
    }

    @Test
    void takesBackOnSuccessOnlyWhatCameFromTheSamePlace() {
        fail(here, 3);
        fail(there, 4);
        counts.count(here).then(counts.right(here)).block();
        Guess elsewhere = new Guess(Guessed.PASSWORD, account, "203.0.113.9");
        assertThat(counts.count(elsewhere).block().failures()).isEqualTo(4);
        assertThat(counts.count(here).block().failures()).isZero();
    }

    @Test
    void refusesTheFiftyFirstInARowAndSaysForHowLong() {
        fail(here, 50);
        Standing standing = counts.count(there).block();
        assertThat(standing.refused()).isTrue();
        assertThat(standing.refusedFor()).isBetween(Duration.ofHours(23), Duration.ofHours(24));
    }

    @Test
    void letsNobodyLockAnOwnerOutFromAfar() {
        counts.count(here).then(counts.right(here)).block();
        fail(there, 50);
        assertThat(counts.count(there).block().refused()).isTrue();
        assertThat(counts.count(here).block().refused()).isFalse();
        fail(here, 49);
        assertThat(counts.count(here).block().refused()).isTrue();
    }

    @Test
    void letsNoMoreThanTheLimitThroughAtOnce() {
        long counted = Flux.range(0, 80)
                .flatMap(_ -> counts.count(there), 20)
                .filter(standing -> !standing.refused())
                .count()
                .block();
        assertThat(counted).isEqualTo(50);
    }

    @Test
    void doesNotCountWhatWasNoGuess() {
        fail(here, 6);
        counts.takeBack(here).block();
        counts.takeBack(there).block();
        assertThat(counts.count(here).block().failures()).isEqualTo(5);
    }

    @Test
    void beginsAnewWhenTheSecretWasSetAnew() {
        fail(here, 50);
        counts.forget(there).block();
        assertThat(counts.count(here).block().failures()).isZero();
    }

    private void fail(Guess guess, int times) {
        IntStream.range(0, times).forEach(_ -> counts.count(guess).block());
    }
}
