package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.stripe.StripeProration;
import io.tollgate.platform.jobs.FirstRun;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Migrations whose job is gone. */
class StalledMigrationsTest extends MigrationFixture {

    private static final Duration LONG_AGO = Duration.ofHours(3);

    @Autowired
    private StalledMigrations stalled;

    @Autowired
    private MigrationRepository migrations;

    @Autowired
    private MigrationSteps steps;

    @Autowired
    private PlanRepository plans;

    @Autowired
    private Outbox outbox;

    @Autowired
    private Ids ids;

    @Autowired
    private Clock clock;

    @Test
    void areFinishedAndBarNoOther() {
        String plan = buyers.plan(1000);
        TestUser user = buyers.subscriber(plan);
        reprice(plan, 2000);
        Migration lost = begun(plan, LONG_AGO);
        run("update plan_migration_steps set updated_at = '%s' where migration_id = '%s'"
                .formatted(lost.createdAt(), lost.id()));
        refused(migrate(plan, Map.of()), 409, "migration_running");

        stalled.handle(new StalledMigrations.Payload(), new FirstRun()).block();

        Awaiting.until(
                "it is finished", () -> !migrations.find(lost.id()).block().running());
        assertThat(version(user)).isEqualTo(2);
        assertThat(migrated(plan, Map.of()).path("total").asInt()).isZero();
    }

    @Test
    void leaveThoseWhoHaveChosenAnotherFreePlanSince() {
        String plan = buyers.plan(0);
        TestUser user = users.signUp();
        buyers.subscribe(user, plan).expectStatus().isCreated();
        reprice(plan, 500);
        reprice(plan, 0);
        Migration lost = begun(plan, LONG_AGO);
        run("update plan_migration_steps set updated_at = '%s' where migration_id = '%s'"
                .formatted(lost.createdAt(), lost.id()));
        String other = buyers.plan(0);
        life.ok(life.post(user, "change", other));

        stalled.handle(new StalledMigrations.Payload(), new FirstRun()).block();

        Awaiting.until(
                "it is finished", () -> !migrations.find(lost.id()).block().running());
        assertThat(life.row(user)).containsEntry("code", other);
        assertThat(steps.problems(lost.id()).block())
                .extracting(MigrationView.Problem::reason)
                .containsExactly("on_another_plan");
    }

    @Test
    void areNoneThatWaitOrAreNewOrGetOn() {
        String plan = buyers.plan(1000);
        TestUser _ = buyers.subscriber(plan);
        reprice(plan, 2000);
        Migration getsOn = begun(plan, LONG_AGO);
        Migration fresh = begun(buyers.plan(1000), Duration.ofHours(1));
        Migration lost = begun(buyers.plan(1000), LONG_AGO);
        Migration waits = begun(buyers.plan(1000), LONG_AGO);
        outbox.enqueueAt(
                        MigrationJob.TYPE,
                        waits.id().toString(),
                        new MigrationJob.Payload(waits.id(), 1),
                        clock.instant().plus(Duration.ofDays(1)))
                .block();
        Migration dead = begun(buyers.plan(1000), LONG_AGO);
        run("""
                insert into dead_letters (id, type, topic, key, payload, attempts, error, created_at, died_at)
                values ('%1$s', 'plan.migrate', 'billing', '%2$s', '{"migrationId": "%2$s", "batch": 1}', 82, 'gone', now(), now())
                """.formatted(ids.next(), dead.id()));

        List<UUID> found = takenUp(clock.instant().minus(StalledMigrations.QUIET));

        assertThat(found).contains(lost.id()).doesNotContain(getsOn.id(), fresh.id(), waits.id(), dead.id());
        run("delete from outbox where key = '%s'".formatted(waits.id()));
        run("delete from dead_letters where key = '%s'".formatted(dead.id()));
        for (Migration over : List.of(getsOn, fresh, lost, waits, dead)) {
            run("update plan_migrations set status = 'finished', finished_at = now() where id = '%s'"
                    .formatted(over.id()));
        }
    }

    /** Its job may be on its way and wait behind others. */
    @Test
    void areTakenUpOnceInTheTimeThatTheyMayBeQuiet() {
        Migration lost = begun(buyers.plan(1000), LONG_AGO);
        Instant quiet = clock.instant().minus(StalledMigrations.QUIET);

        assertThat(takenUp(quiet)).contains(lost.id());
        assertThat(takenUp(quiet)).doesNotContain(lost.id());
        assertThat(takenUp(clock.instant())).contains(lost.id());

        run("update plan_migrations set status = 'finished', finished_at = now() where id = '%s'".formatted(lost.id()));
    }

    private List<UUID> takenUp(Instant since) {
        return migrations.takeUpStalled(since).collectList().block();
    }

    /** As an administrator begins it, without its job. */
    private Migration begun(String code, Duration ago) {
        Instant at = clock.instant().minus(ago).truncatedTo(ChronoUnit.MICROS);
        UUID planId = (UUID) planId(code);
        Migration migration = plans.findById(planId)
                .map(plan -> new Migration(
                        ids.next(), planId, plan.version().id(), null, StripeProration.NONE, true, at, null))
                .block();
        assertThat(migrations.insert(migration).block()).isTrue();
        Long _ = steps.plan(migration).block();
        return migration;
    }

    private void run(String sql) {
        assertThat(db.sql(sql).fetch().rowsUpdated().block()).isOne();
    }
}
