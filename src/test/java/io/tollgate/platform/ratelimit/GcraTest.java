package io.tollgate.platform.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GcraTest {

    private static final long SECOND = 1_000_000;
    private static final long NOW = 1_800_000_000L * SECOND;

    private final Gcra fivePerMinute = new Gcra(12 * SECOND, 5);

    @Test
    void allowsTheBurstAndThenOnePerInterval() {
        long bucket = 0;
        for (int left = 4; left >= 0; left--) {
            Gcra.Take take = fivePerMinute.take(bucket, NOW);
            assertThat(take.allowed()).isTrue();
            assertThat(take.remaining()).isEqualTo(left);
            assertThat(take.reset()).isEqualTo((5 - left) * 12 * SECOND);
            bucket = take.arrival();
        }
        Gcra.Take refused = fivePerMinute.take(bucket, NOW);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.refusedFor()).isEqualTo(12 * SECOND);
        assertThat(refused.arrival()).isEqualTo(bucket);
        assertThat(fivePerMinute.take(bucket, NOW + 12 * SECOND).allowed()).isTrue();
        assertThat(fivePerMinute.take(bucket, NOW + 12 * SECOND - 1).allowed()).isFalse();
    }

    @Test
    void isFullAgainAfterThePeriodAndNeverFuller() {
        Gcra.Take take = fivePerMinute.take(NOW, NOW + 3600 * SECOND);
        assertThat(take.remaining()).isEqualTo(4);
    }

    @Test
    void locksNobodyOutForLongerThanTheBurstWhenTheClockWasSetBack() {
        Gcra.Take take = fivePerMinute.take(NOW + 86_400 * SECOND, NOW);
        assertThat(take.allowed()).isFalse();
        assertThat(take.refusedFor()).isEqualTo(12 * SECOND);
    }
}
