package io.tollgate.platform.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.platform.ratelimit.Policy.By;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PolicyTest {

    @Test
    void speaksLikeTheOriginalSystem() {
        assertThat(policy(5, Duration.ofMinutes(1)).words()).isEqualTo("5 per 1 minute");
        assertThat(policy(20, Duration.ofHours(1)).words()).isEqualTo("20 per 1 hour");
        assertThat(policy(3, Duration.ofSeconds(90)).words()).isEqualTo("3 per 90 second");
        assertThat(policy(3, Duration.ofDays(2)).words()).isEqualTo("3 per 2 day");
    }

    @Test
    void namesItselfInTheFormOfTheDraft() {
        assertThat(policy(5, Duration.ofMinutes(1)).header()).isEqualTo("\"login\";q=5;w=60");
    }

    @Test
    void isStricterWithoutEverRefusingAll() {
        assertThat(policy(5, Duration.ofMinutes(1)).stricter(0.5).limit()).isEqualTo(2);
        assertThat(policy(1, Duration.ofMinutes(1)).stricter(0.5).limit()).isEqualTo(1);
    }

    private static Policy policy(int limit, Duration period) {
        return new Policy("login", limit, period, limit, By.IP, false);
    }
}
