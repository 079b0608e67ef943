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
    private ScheduleTable table;

    @BeforeEach
    void look() {
        rows = new JobRows(db);
        table = new ScheduleTable(db);
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
        Instant next = table.nextAt(ProbeSchedule.NAME);
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
        assertThat(table.nextAt(name)).isEqualTo(first);

        declare(name, "0 0 2 * * *", second);
        assertThat(table.nextAt(name)).isEqualTo(second);
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
                .declare(new Schedule<>(name, cron, Probe.TYPE, Probe.writing(name)), next)
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
        table.setNext(ProbeSchedule.NAME, clock.instant().minus(ago));
    }
}
