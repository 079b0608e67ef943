package io.tollgate.auth.guessing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuessingPropertiesTest {

    private final GuessingProperties properties = new GuessingProperties(
            Duration.ofSeconds(1), 5, Duration.ofSeconds(10), 50, Duration.ofHours(24), Duration.ofDays(30), 10, 20);

    @ParameterizedTest
    @CsvSource({"0, 0", "4, 0", "5, 1", "9, 1", "10, 2", "49, 9", "50, 10", "5000, 10"})
    void waitsASecondLongerWithEachFiveFailuresAndNeverMoreThanTen(int failures, int seconds) {
        assertThat(properties.delayAfter(failures)).isEqualTo(Duration.ofSeconds(seconds));
    }
}
