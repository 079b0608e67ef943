package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;

/** What schedules make of clocks that are wrong. */
@IntegrationTest
class ScheduleClocksTest {

    @Autowired
    private ScheduleTicker ticker;

    @Autowired
    private ScheduleRows scheduleRows;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private ScheduleTable table;

    @BeforeEach
    void look() {
        table = new ScheduleTable(db);
        ticker.tick().block();
    }

    /** Whoever went by it wrote the time after, and nobody would have begun anything until then. */
    @Test
    void goesOnAfterTheClockWasAheadForAMoment() {
        table.setNext(ProbeSchedule.NAME, clock.instant().plus(Duration.ofDays(3 * 365)));

        clock.advance(Duration.ofMinutes(2));
        ticker.tick().block();

        assertIsNextNewYear(table.nextAt(ProbeSchedule.NAME), clock.instant());
    }

    /** While a new release is rolled out, two expressions stand side by side; it may be taken back, and nobody starts anew. */
    @Test
    void comesRoundAsOftenAsTheReleaseThatWantsItMoreOften() {
        String name = UUID.randomUUID().toString();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant sooner = now.plus(Duration.ofHours(1));
        Instant later = now.plus(Duration.ofDays(30));
        declare(name, "0 0 0 1 * *", later);

        Schedule<?> older = new Schedule<>(name, "0 0 * * * *", Probe.TYPE, Probe.writing(name));
        scheduleRows.takeBack(older, sooner, sooner).block();
        assertThat(table.nextAt(name)).isEqualTo(sooner);

        Schedule<?> newer = new Schedule<>(name, "0 0 0 1 * *", Probe.TYPE, Probe.writing(name));
        scheduleRows.takeBack(newer, later, later).block();
        assertThat(table.nextAt(name)).isEqualTo(sooner);
    }

    private void declare(String name, String cron, Instant next) {
        scheduleRows
                .declare(new Schedule<>(name, cron, Probe.TYPE, Probe.writing(name)), next)
                .block();
    }

    private static void assertIsNextNewYear(Instant next, Instant now) {
        assertThat(next).isAfter(now).isBefore(now.plus(Duration.ofDays(367)));
        assertThat(next.atOffset(ZoneOffset.UTC).getDayOfYear()).isEqualTo(1);
    }
}
