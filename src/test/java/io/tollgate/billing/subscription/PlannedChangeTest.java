package io.tollgate.billing.subscription;

import static io.tollgate.billing.subscription.Lifecycle.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tollgate.Awaiting;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Meters;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** Changes that wait for the end of what is paid for. */
class PlannedChangeTest extends LifecycleTest {

    private static final String CHANGE = "/billing/subscriptions/change";

    @Test
    void waitsForThePeriodsEndWithWhatCostsLess() {
        TestUser user = buyers.subscriber(buyers.dailyPlan(3000));
        String cheaper = buyers.dailyPlan(1000);
        assertThat(life.ok(life.post(user, "change/preview", cheaper))
                        .path("due_now_cents")
                        .asLong())
                .isZero();

        JsonNode planned = life.ok(life.post(user, "change", cheaper));

        assertThat(planned.path("status").asString()).isEqualTo("planned");
        assertThat(planned.path("effective_at").asString()).isNotEmpty();
        assertThat(life.mine(user).path("upcoming").path("plan").path("code").asString())
                .isEqualTo(cheaper);
        assertThat(life.mine(user).path("plan").path("code").asString()).isNotEqualTo(cheaper);
        refused(life.post(user, "change", cheaper), 400, "change_planned");

        TestStripe.advance(Duration.ofHours(25));

        life.await("the cheaper plan", user, "code", cheaper);
        Awaiting.until("it is paid", () -> buyers.payments(user).size() == 2);
        assertThat(buyers.payments(user).getLast()).containsEntry("amount_cents", 1000L);
        assertThat(life.mine(user).has("upcoming")).isFalse();
        assertThat(life.operations(user)).extracting("status").containsExactly("done");
    }

    @Test
    void takesAPlannedChangeBack() {
        String plan = buyers.dailyPlan(3000);
        TestUser user = buyers.subscriber(plan);
        refused(life.send(user, HttpMethod.DELETE, CHANGE, null), 404, "no_change_planned");
        life.ok(life.post(user, "change", buyers.dailyPlan(1000)));

        JsonNode kept = life.ok(life.send(user, HttpMethod.DELETE, CHANGE, null));

        assertThat(kept.has("upcoming")).isFalse();
        TestStripe.advance(Duration.ofHours(25));
        Awaiting.until("it is renewed", () -> buyers.payments(user).size() == 2);
        assertThat(life.row(user)).containsEntry("code", plan);
        assertThat(life.operations(user)).extracting("status").containsExactly("dropped", "done");
    }

    @Test
    void dropsAPlannedChangeForACancellation() {
        TestUser user = buyers.subscriber(buyers.plan(3000));
        life.ok(life.post(user, "change", buyers.plan(1000)));

        JsonNode canceled = life.ok(life.post(user, "cancel"));

        assertThat(canceled.path("cancel_at_period_end").asBoolean()).isTrue();
        assertThat(canceled.has("upcoming")).isFalse();
        refused(life.post(user, "change", buyers.plan(5000)), 409, "subscription_ending");
    }

    @Test
    void followsThePaidPlanByAFreeOneWhenItEnds() {
        TestUser user = buyers.subscriber(buyers.dailyPlan(1000));
        String free = buyers.plan(0);

        JsonNode planned = life.ok(life.post(user, "change", free));
        assertThat(planned.path("status").asString()).isEqualTo("planned");
        refused(life.post(user, "change", free), 400, "change_planned");

        TestStripe.advance(Duration.ofHours(25));

        Awaiting.until("the free plan", () -> free.equals(life.row(user).get("code")));
        assertThat(life.row(user)).containsEntry("status", "active").containsEntry("provider", "manual");
        Awaiting.until("a mail", () -> Lifecycle.mails(user).contains("Subscription Updated"));
        assertThat(Lifecycle.mails(user)).doesNotContain("Subscription Canceled");
    }

    /** As it could be planned before it was refused: nobody would bill what is used then. */
    @Test
    void endsWithoutWhatCostsByUsageAlone() {
        TestUser user = buyers.subscriber(buyers.dailyPlan(1000));
        life.ok(life.post(user, "change", buyers.plan(0)));
        Meters meters = new Meters(http, users, db);
        UUID usage = meters.version(meters.planOf(meters.metric("sum")));
        Object planned = life.operations(user).getFirst().get("id");
        db.sql("update subscription_operations set plan_version_id = '%s' where id = '%s'".formatted(usage, planned))
                .then()
                .block();

        TestStripe.advance(Duration.ofHours(25));

        life.await("the end", user, "status", "canceled");
        assertThat(buyers.subscriptions(user)).hasSize(1);
        assertThat(life.operations(user)).extracting("status", "reason").containsExactly(tuple("dropped", "not_sold"));
        Awaiting.until("a mail", () -> Lifecycle.mails(user).contains("Subscription Canceled"));
    }
}
