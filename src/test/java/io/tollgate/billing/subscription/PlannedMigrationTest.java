package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.stripeemulator.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** Subscribers who will be on a plan with their next period, when that plan's subscribers are migrated. */
class PlannedMigrationTest extends MigrationFixture {

    private String dearer;
    private String cheaper;
    private TestUser user;

    @Autowired
    private PlannedMigration planned;

    @Autowired
    private SubscriptionRepository subscriptions;

    @Autowired
    private PlanRepository plans;

    @BeforeEach
    void planADowngrade() {
        dearer = buyers.dailyPlan(3000);
        cheaper = buyers.dailyPlan(1000);
        user = buyers.subscriber(dearer);
        life.ok(life.post(user, "change", cheaper));
        reprice(cheaper, 1500);
    }

    @Test
    void beginsAtTheNewPrice() {
        JsonNode done = migrated(cheaper, Map.of());

        assertThat(done.path("total").asInt()).isEqualTo(1);
        assertThat(done.path("migrated").asInt()).isEqualTo(1);
        assertThat(life.mine(user).path("plan").path("code").asString()).isEqualTo(dearer);
        JsonNode upcoming = life.mine(user).path("upcoming").path("plan");
        assertThat(upcoming.path("code").asString()).isEqualTo(cheaper);
        assertThat(upcoming.path("price_cents").asLong()).isEqualTo(1500);
        assertThat(life.operations(user)).extracting("status").containsExactly("dropped", "planned");

        TestStripe.advance(Duration.ofHours(25));

        life.await("the cheaper plan", user, "code", cheaper);
        Awaiting.until("it is paid", () -> buyers.payments(user).size() == 2);
        assertThat(buyers.payments(user).getLast()).containsEntry("amount_cents", 1500L);
        assertThat(version(user)).isEqualTo(2);
        assertThat(life.operations(user)).extracting("status").containsExactly("dropped", "done");
    }

    @Test
    void isPlannedOnceThoughStripeFailsNowAndThen() {
        stripe.fail(Fault.reset()
                .performing()
                .on("POST", "/v1/subscription_schedules/*")
                .times(4));

        assertThat(migrated(cheaper, Map.of()).path("migrated").asInt()).isEqualTo(1);

        assertThat(life.operations(user)).extracting("status").containsExactly("dropped", "planned");
        assertThat(migrated(cheaper, Map.of()).path("total").asInt()).isZero();
    }

    /** Both have looked at what was planned before either was done. */
    @Test
    void isPlannedOnceByTwoBatchesAtOnce() {
        Subscription subscription = subscriptions.findLive(user.id()).block();
        Plan target = plans.findById((UUID) planId(cheaper)).block();
        Plan from = planned.find(subscription, target).block();

        assertThat(planned.move(subscription, from, target).block()).isEqualTo(Migration.End.MIGRATED);
        assertThat(planned.move(subscription, from, target).block()).isEqualTo(Migration.End.MIGRATED);

        assertThat(life.operations(user)).extracting("status").containsExactly("dropped", "planned");
    }

    @Test
    void keepsThePlannedChangeWhenThePresentPlanIsMigrated() {
        reprice(dearer, 4000);

        assertThat(migrated(dearer, Map.of()).path("migrated").asInt()).isEqualTo(1);

        assertThat(version(user)).isEqualTo(2);
        TestStripe.advance(Duration.ofHours(25));
        life.await("the cheaper plan", user, "code", cheaper);
        Awaiting.until("it is paid", () -> buyers.payments(user).size() == 2);
        assertThat(buyers.payments(user).getLast()).containsEntry("amount_cents", 1000L);
    }

    @Test
    void staysAsPlannedWhereThereIsNoBaseFeeAnyMore() {
        reprice(cheaper, 0);
        assertThat(reason(migrated(cheaper, Map.of()))).isEqualTo("now_free");
        charge(cheaper);

        assertThat(reason(migrated(cheaper, Map.of()))).isEqualTo("not_paid_for");

        assertThat(life.operations(user)).extracting("status").containsExactly("planned");
    }

    @Test
    void makesNobodyPayForUsageWhoPlannedWhatIsFree() {
        String free = buyers.plan(0);
        TestUser frugal = buyers.subscriber(buyers.dailyPlan(3000));
        life.ok(life.post(frugal, "change", free));
        Object wished = life.operations(frugal).getFirst().get("plan_version_id");
        charge(free);

        JsonNode done = migrated(free, Map.of());

        assertThat(done.path("skipped").asInt()).isEqualTo(1);
        assertThat(reason(done)).isEqualTo("not_paid_for");
        TestStripe.advance(Duration.ofHours(25));
        life.await("the free plan", frugal, "code", free);
        assertThat(life.row(frugal)).containsEntry("plan_version_id", wished);
    }

    @Test
    void leavesAloneWhoHasTakenItBackAndOtherVersions() {
        assertThat(migrated(cheaper, Map.of("from_version", 1)).path("total").asInt())
                .isEqualTo(1);
        reprice(cheaper, 1600);
        assertThat(migrated(cheaper, Map.of("from_version", 1)).path("total").asInt())
                .isZero();
        life.ok(life.send(user, HttpMethod.DELETE, "/billing/subscriptions/change", null));

        assertThat(migrated(cheaper, Map.of()).path("total").asInt()).isZero();
        assertThat(List.of(life.mine(user).has("upcoming"))).containsExactly(false);
    }
}
