package io.tollgate.platform.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.MutableClock;
import io.tollgate.platform.ratelimit.Policy.By;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalLimiterTest {

    private final MutableClock clock = new MutableClock();
    private final Policy policy = new Policy("test", 10, Duration.ofHours(1), 10, By.IP, true);

    @Test
    void allowsExactlyTheLimitToParallelRequests() {
        LocalLimiter limiter = new LocalLimiter(clock, 100);
        long allowed = IntStream.range(0, 200)
                .parallel()
                .filter(_ -> allows(limiter, "one"))
                .count();
        assertThat(allowed).isEqualTo(10);
    }

    @Test
    void refillsWithTime() {
        LocalLimiter limiter = new LocalLimiter(clock, 100);
        IntStream.range(0, 10).forEach(_ -> assertThat(allows(limiter, "one")).isTrue());
        assertThat(allows(limiter, "one")).isFalse();
        clock.advance(Duration.ofMinutes(6));
        assertThat(allows(limiter, "one")).isTrue();
        assertThat(allows(limiter, "one")).isFalse();
    }

    @Test
    void letsStrangersShareOneBucketWhenThereIsNoRoomForMore() {
        LocalLimiter limiter = new LocalLimiter(clock, 100);
        long allowed = IntStream.range(0, 5000)
                .filter(i -> allows(limiter, "address " + i))
                .count();
        assertThat(allowed).isEqualTo(100 + 10);
        assertThat(limiter.size()).isEqualTo(101);
    }

    @Test
    void forgetsBucketsThatAreFullAgain() {
        LocalLimiter limiter = new LocalLimiter(clock, 100);
        IntStream.range(0, 100).forEach(i -> allows(limiter, "address " + i));
        clock.advance(Duration.ofHours(2));
        assertThat(allows(limiter, "new")).isTrue();
        assertThat(limiter.size()).isEqualTo(1);
    }

    private boolean allows(LocalLimiter limiter, String key) {
        return limiter.decide(List.of(Charge.of(policy, key))).refused() == null;
    }
}
