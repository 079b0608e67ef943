package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.platform.db.ExpiredRows;
import io.tollgate.platform.db.Expiring;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

@IntegrationTest
class SchedulesTest {

    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    @Autowired
    private ScheduleTicker ticker;

    @Autowired
    private ScheduleRows scheduleRows;

    @Autowired
    private ProcessedJobs processed;

    @Autowired
    private Outbox outbox;

    @Autowired
    private Expiring expiringJobMarks;

    @Autowired
    private ExpiredRows expired;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private JobRows rows;

    @BeforeEach
    void look() {
        rows = new JobRows(db);
        ticker.tick().block();
    }

    @Test
    void enqueuesOnceThoughTwoNodesLookAtOnce() {
        SecondNode other = SecondNode.shared();
        ScheduleTicker theirs = other.bean(ScheduleTicker.class);
        theirs.tick().block();
        int before = effectsSettled();
        makeDue(Duration.ofMinutes(1));

        Flux.range(0, 20)
                .flatMap(i -> (i % 2 == 0 ? ticker : theirs).tick().subscribeOn(Schedulers.parallel()), 20)
                .then()
                .block();

        Awaiting.until("the job", () -> rows.effects(ProbeSchedule.NAME) > before);
        Awaiting.until("nothing more on the way", () -> rows.inOutbox(ProbeSchedule.NAME) == 0);
        Awaiting.during("it stays one", Duration.ofMillis(500), () -> rows.effects(ProbeSchedule.NAME) == before + 1);
    }

    @Test
    void makesOneJobOfManyMissedTimes() {
        int before = effectsSettled();
        makeDue(Duration.ofDays(3 * 365));

        ticker.tick().block();
        ticker.tick().block();

        Awaiting.until("the job", () -> rows.effects(ProbeSchedule.NAME) == before + 1);
        Instant next = nextAt(ProbeSchedule.NAME);
        assertThat(next).isAfter(clock.instant());
        assertThat(next.atOffset(ZoneOffset.UTC).getDayOfYear()).isEqualTo(1);
    }

    @Test
    void followsAChangedExpressionAndKeepsAnUnchangedOne() {
        String name = UUID.randomUUID().toString();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant first = now.plus(Duration.ofDays(1));
        Instant second = now.plus(Duration.ofDays(2));
        declare(name, "0 0 1 * * *", first);
        declare(name, "0 0 1 * * *", second);
        assertThat(nextAt(name)).isEqualTo(first);

        declare(name, "0 0 2 * * *", second);
        assertThat(nextAt(name)).isEqualTo(second);
    }

    /** It wrote the time after its own, and nobody would have begun anything until then. */
    @Test
    void goesOnAfterANodeWhoseClockWasAheadForAMoment() {
        setNext(clock.instant().plus(Duration.ofDays(3 * 365)));

        clock.advance(Duration.ofMinutes(2));
        ticker.tick().block();

        Instant next = nextAt(ProbeSchedule.NAME);
        assertThat(next).isBefore(clock.instant().plus(Duration.ofDays(367)));
        assertThat(next.atOffset(ZoneOffset.UTC).getDayOfYear()).isEqualTo(1);
    }

    /** By a clock that is behind, every time of the others is too late. */
    @Test
    void leavesTheTimesOfOthersToANodeThatIsNotBehind() {
        String name = UUID.randomUUID().toString();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Schedule<?> schedule = new Schedule<>(name, "0 0 1 * * *", Probe.TYPE, Probe.writing(name));
        Instant written = now.plus(Duration.ofDays(1));
        declare(name, schedule.cron(), written);

        Instant behind = Instant.now().minus(Duration.ofDays(40));
        scheduleRows.declare(schedule, behind, behind, behind).block();
        assertThat(nextAt(name)).isEqualTo(written);
        scheduleRows.declare(schedule, now, now, now).block();
        assertThat(nextAt(name)).isEqualTo(now);
    }

    @Test
    void refusesANonsensicalExpression() {
        assertThatThrownBy(() -> new Schedule<>("broken", "every day", Probe.TYPE, Probe.writing("x")))
                .hasMessage("The schedule broken has no valid cron expression: every day");
    }

    @Test
    void forgetsFinishedJobsWhenNoMessageCanComeBack() {
        UUID old = UUID.randomUUID();
        UUID recent = UUID.randomUUID();
        mark(old, Duration.ofDays(8).plusHours(1));
        mark(recent, Duration.ofDays(7));

        expiringJobMarks.forget().apply(expired).block();

        assertThat(processed.contains(old).block()).isFalse();
        assertThat(processed.contains(recent).block()).isTrue();
    }

    /** A job of the schedule may be on its way: another test's clock has passed a New Year's Day. */
    private int effectsSettled() {
        String after = UUID.randomUUID().toString();
        outbox.enqueue(Probe.TYPE, ProbeSchedule.NAME, Probe.writing(after)).block();
        Awaiting.until("a job of the same key that came later", () -> rows.effects(after) == 1);
        return rows.effects(ProbeSchedule.NAME);
    }

    private void declare(String name, String cron, Instant next) {
        scheduleRows
                .declare(new Schedule<>(name, cron, Probe.TYPE, Probe.writing(name)), clock.instant(), next, LAST)
                .block();
    }

    private void mark(UUID id, Duration ago) {
        db.sql("insert into processed_jobs (id, type, processed_at) values (:id, 'probe', :at)")
                .bind("id", id)
                .bind("at", clock.instant().minus(ago))
                .then()
                .block();
    }

    private void makeDue(Duration ago) {
        setNext(clock.instant().minus(ago));
    }

    private void setNext(Instant time) {
        db.sql("update schedules set next_at = :at where name = :name")
                .bind("at", time)
                .bind("name", ProbeSchedule.NAME)
                .then()
                .block();
    }

    private Instant nextAt(String name) {
        return db.sql("select next_at from schedules where name = :name")
                .bind("name", name)
                .mapValue(Instant.class)
                .one()
                .block();
    }
}
