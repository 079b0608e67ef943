package io.tollgate.platform.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.IntegrationTest;
import io.tollgate.platform.time.CommonClock;
import io.tollgate.platform.time.CommonClocks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

@IntegrationTest
class ClockProbeTest {

    @Autowired
    private DatabaseClient db;

    /** The question takes time, of which nobody knows where it went: so much less may be found. */
    @ParameterizedTest
    @CsvSource({"0, true", "9, true", "-9, true", "3600, false", "-3600, false"})
    void tellsOfAMachineWhoseClockIsAwayFromTheDatabases(int seconds, boolean ok) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Clock machine = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds));
        CommonClock common = CommonClocks.on(machine);
        ClockProbe probe = new ClockProbe(meters, common, machine);
        assertThat(new DatabaseProbe(db, probe).ok().block()).isTrue();
        assertThat(probe.ok().block()).isEqualTo(ok);
        assertThat(Duration.between(Instant.now(), common.instant()).abs())
                .as("what nodes go by")
                .isLessThan(Duration.ofSeconds(5));
        String reached = new DatabaseClock(false, probe::databaseIsAhead).reached("now()");
        assertThat(db.sql("select " + reached).mapValue(Boolean.class).one().block())
                .as("where the database is ahead alone, nothing is done that cannot be taken back")
                .isEqualTo(seconds > -3_600);
        double ahead = meters.get("tollgate.clock.ahead").gauge().value();
        assertThat(ahead)
                .isBetween(
                        seconds < 0 ? seconds : Math.max(0, seconds - 60.0),
                        seconds > 0 ? seconds : Math.min(0, seconds + 60.0));
    }
}
