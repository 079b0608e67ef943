package io.tollgate.billing.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.jobs.PromisedJob;
import io.tollgate.platform.time.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;

/** One comparison at a time, however it is begun, and none for ever. */
class ReconciliationRunsTest extends DriftTest {

    @Autowired
    private Outbox outbox;

    @Autowired
    private TransactionalOperator tx;

    @Autowired
    private Ids ids;

    @Autowired
    private MutableClock clock;

    @Test
    void runsOnceHoweverManyAskAndHoweverOftenItsBatchesAreDone() {
        List<String> started = AtOnce.times(
                20, _ -> reports.body(reports.post(), 202).path("id").asString());
        String id = started.getFirst();
        Flux.range(0, 5)
                .concatMap(i -> outbox.enqueue(
                        ReconciliationBatch.TYPE,
                        "again-" + i,
                        new ReconciliationBatch.Payload(UUID.fromString(id), 1)))
                .blockLast();

        Reports.Report report = reports.await(users.admin(), id);

        assertThat(started.stream().distinct().count())
                .as("one, or a next one begun after its end")
                .isLessThanOrEqualTo(3);
        assertThat(report.view().path("status").asString()).isEqualTo("finished");
        assertThat(buyers.query("select 1 from audit_log where action = 'reconciliation.started' and subject_id = '%s'"
                        .formatted(id)))
                .hasSize(1);
        Awaiting.until(
                "all are done",
                () -> buyers.query("select 1 from reconciliations where status = 'running'")
                        .isEmpty());
    }

    @Test
    void givesUpOneThatIsStuckForANewOne() {
        Awaiting.until(
                "none runs",
                () -> buyers.query("select 1 from reconciliations where status = 'running'")
                        .isEmpty());
        UUID stuck = ids.next();
        Instant longAgo = clock.instant().minus(Duration.ofHours(3));
        db.sql("""
                        insert into reconciliations (id, status, since, started_at, updated_at)
                        values (:id, 'running', :time, :time, :time)
                        """).bind("id", stuck).bind("time", longAgo).then().block();

        Reports.Report report = reports.run();

        assertThat(report.view().path("id").asString()).isNotEqualTo(stuck.toString());
        assertThat(reports.await(users.admin(), stuck.toString())
                        .view()
                        .path("status")
                        .asString())
                .isEqualTo("abandoned");
    }

    @Test
    void runsEachNightByItself() {
        Reports _ = reports.alone();
        UUID job = PromisedJob.of(
                        outbox,
                        db,
                        tx,
                        NightlyReconciliation.TYPE,
                        ids.next().toString(),
                        new NightlyReconciliation.Payload())
                .id();

        Awaiting.until(
                "one by nobody",
                Duration.ofSeconds(30),
                () -> !buyers.query(
                                "select 1 from reconciliations where id = '%s' and started_by is null and status = 'finished'"
                                        .formatted(job))
                        .isEmpty());
        assertThat(buyers.query("select 1 from schedules where name = 'billing.reconciliation'"))
                .hasSize(1);
    }

    @Test
    void isForAdministrators() {
        TestUser user = users.signUp();
        user.authorized(http)
                .post()
                .uri("/admin/billing/reconciliation")
                .exchange()
                .expectStatus()
                .isForbidden();
        reports.ask(user, "").expectStatus().isForbidden();
        TestUser admin = users.admin();
        assertThat(reports.body(reports.ask(admin, "/" + UUID.randomUUID()), 404)
                        .path("code")
                        .asString())
                .isEqualTo("reconciliation_not_found");
        reports.ask(admin, "/nonsense").expectStatus().isNotFound();
        reports.ask(admin, "?limit=0").expectStatus().isEqualTo(422);
        assertThat(reports.body(reports.ask(admin, "?limit=1"), 200)
                        .path("data")
                        .size())
                .isLessThanOrEqualTo(1);
    }
}
