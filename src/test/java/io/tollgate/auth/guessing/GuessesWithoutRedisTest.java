package io.tollgate.auth.guessing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.MutableClock;
import io.tollgate.platform.redis.PrivateRedis;
import io.tollgate.platform.redis.RedisNode;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Redis goes and comes back: guesses are counted all the time. */
class GuessesWithoutRedisTest {

    private final GuessingProperties properties = new GuessingProperties(
            Duration.ofSeconds(1), 5, Duration.ofSeconds(10), 50, Duration.ofHours(24), Duration.ofDays(30), 10, 20);
    private final Guess guess = new Guess(Guessed.PASSWORD, UUID.randomUUID().toString(), "192.0.2.1");

    @Test
    void countsByItselfWhileRedisIsAway() throws Exception {
        try (PrivateRedis server = PrivateRedis.started();
                RedisNode node = new RedisNode(server.url()).start()) {
            GuessCounts counts = new GuessCounts(
                    new SharedGuesses(node.redis(), properties), new LocalGuesses(properties, MutableClock.shared()));
            Awaiting.until("Redis is there", node.redis()::up);
            IntStream.range(0, 10).forEach(_ -> counts.count(guess).block());
            server.stop();
            Awaiting.until("Redis is away", () -> counts.count(guess).block().failures() < 10);
            Awaiting.until(
                    "and the node refuses by itself",
                    () -> counts.count(guess).block().refused());
            counts.right(guess)
                    .then(counts.takeBack(guess))
                    .then(counts.forget(guess))
                    .block();
            assertThat(counts.count(guess).block()).isEqualTo(new Standing(0, Duration.ZERO));
        }
    }
}
