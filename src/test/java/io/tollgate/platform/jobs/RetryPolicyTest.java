package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/** How long a job is tried, with the settings that ship. */
class RetryPolicyTest {

    private RetryPolicy policy;

    @BeforeEach
    void readWhatShips() throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yaml"))
                .forEach(environment.getPropertySources()::addLast);
        JobsProperties properties = Binder.get(environment)
                .bind("tollgate.jobs", JobsProperties.class)
                .get();
        policy = new RetryPolicy(properties, new Middle());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe.event", "plan.sync", "subscription.duplicate"})
    void waitsForStripeAsLongAsStripeSendsAnEventAgain(String type) {
        assertThat(patience(type)).isCloseTo(Duration.ofDays(3), Duration.ofHours(1));
    }

    @Test
    void waitsADayForTheMailServer() {
        assertThat(patience("mail.send")).isCloseTo(Duration.ofDays(1), Duration.ofHours(1));
    }

    @Test
    void waitsThreeQuartersOfAnHourForTheRest() {
        assertThat(patience("subscription.sweep")).isCloseTo(Duration.ofMinutes(45), Duration.ofMinutes(5));
    }

    @Test
    void doublesTheWaitUpToAnHour() {
        assertThat(IntStream.of(1, 2, 3, 10, 11, 81)
                        .mapToObj(policy::delayAfter)
                        .map(Duration::toSeconds))
                .containsExactly(5L, 10L, 20L, 2560L, 3600L, 3600L);
    }

    /** From the first failure to the last. */
    private Duration patience(String type) {
        Duration sum = Duration.ZERO;
        for (int attempt = 1; policy.mayRetry(type, attempt); attempt++) {
            sum = sum.plus(policy.delayAfter(attempt));
        }
        return sum;
    }

    /** No spread. */
    private static final class Middle extends SecureRandom {
        @Override
        public double nextDouble() {
            return 0.5;
        }
    }
}
