package io.tollgate.platform.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** How many mails anybody can have sent to an address, by what {@code application.yaml} says. */
@IntegrationTest
class MailPoliciesTest {

    private static final int IN_AN_HOUR = 5;
    private static final int IN_A_DAY = 20;

    @Autowired
    private Policies policies;

    /** The burst at once and then as many as the limit says: see {@code rate_limit.lua}. */
    @ParameterizedTest
    @ValueSource(strings = {"mail", "reset-mail", "code-mail"})
    void letFiveThroughInAnyHourAndTwentyInAnyDay(String name) {
        Policy hourly = policies.named(name);
        Policy daily = policies.named(name + "-day");

        assertThat(hourly.period()).isEqualTo(Duration.ofHours(1));
        assertThat(hourly.burst() + hourly.limit()).isEqualTo(IN_AN_HOUR);
        assertThat(daily.period()).isEqualTo(Duration.ofDays(1));
        assertThat(daily.burst() + daily.limit()).isEqualTo(IN_A_DAY);
    }
}
