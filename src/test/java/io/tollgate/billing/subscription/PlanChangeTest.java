package io.tollgate.billing.subscription;

import static io.tollgate.billing.subscription.Lifecycle.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

class PlanChangeTest extends LifecycleTest {

    private static final String CHANGE = "/billing/subscriptions/change";

    @Test
    void chargesExactlyWhatThePreviewSaid() {
        TestUser user = buyers.subscriber(buyers.dailyPlan(1000));
        String dearer = buyers.dailyPlan(3000);
        TestStripe.advance(Duration.ofHours(6));

        JsonNode preview = life.ok(life.post(user, "change/preview", dearer));
        assertThat(preview.path("direction").asString()).isEqualTo("upgrade");
        assertThat(preview.path("due_now_cents").asLong()).isBetween(1490L, 1500L);
        assertThat(preview.path("lines")).hasSize(2);
        TestStripe.advance(Duration.ofMinutes(10));
        JsonNode changed = life.ok(life.send(
                user,
                HttpMethod.POST,
                CHANGE,
                Map.of(
                        "plan_code",
                        dearer,
                        "counted_from",
                        preview.path("counted_from").asString())));

        assertThat(changed.path("status").asString()).isEqualTo("changed");
        assertThat(changed.path("subscription").path("plan").path("code").asString())
                .isEqualTo(dearer);
        assertThat(life.stripeId(user))
                .isEqualTo(changed.path("subscription")
                        .path("provider_subscription_id")
                        .asString());
        Awaiting.until("the difference is paid", () -> buyers.payments(user).size() == 2);
        assertThat(buyers.payments(user))
                .extracting("amount_cents")
                .contains(preview.path("due_now_cents").asLong());
    }

    @Test
    void refusesTheDateOfAnOldPreview() {
        TestUser user = buyers.subscriber(buyers.plan(1000));
        String dearer = buyers.plan(3000);
        for (String from : List.of("2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z")) {
            refused(
                    life.send(user, HttpMethod.POST, CHANGE, Map.of("plan_code", dearer, "counted_from", from)),
                    422,
                    "validation_failed");
        }
    }

    @Test
    void refusesWhatCannotBeChanged() {
        String plan = buyers.plan(1000);
        String dearer = buyers.plan(3000);
        refused(
                life.post(users.signUp(), "change", dearer),
                404,
                "subscription_not_found",
                "No active subscription to change.");
        TestUser user = buyers.subscriber(plan);
        refused(life.post(user, "change", "no-such-plan"), 404, "plan_not_found", "Plan not found.");
        refused(life.post(user, "change", plan), 400, "same_plan", "You are already on this plan.");

        stripe.setStatus(life.stripeId(user), "past_due");
        life.await("past due", user, "status", "past_due");
        refused(life.post(user, "change", dearer), 409, "payment_overdue");
        refused(life.post(user, "change/preview", dearer), 409, "payment_overdue");
        assertThat(life.asked(user)).isEmpty();
    }

    @Test
    void leadsFromAFreePlanToAnotherAndToThePageOfAPaidOne() {
        TestUser user = users.signUp();
        buyers.subscribe(user, buyers.plan(0)).expectStatus().isCreated();
        String other = buyers.plan(0);
        assertThat(life.ok(life.post(user, "change", other)).path("status").asString())
                .isEqualTo("changed");
        String paid = buyers.plan(1000);
        assertThat(life.ok(life.post(user, "change/preview", paid))
                        .path("due_now_cents")
                        .asLong())
                .isEqualTo(1000);

        JsonNode page = life.ok(life.post(user, "change", paid));

        assertThat(page.path("status").asString()).isEqualTo("checkout_required");
        String _ = stripe.pay(Buyers.sessionOf(page.path("payment_url").asString()));
        life.await("the paid plan", user, "code", paid);
    }

    @Test
    void changesAtOnceInATrialWithoutACharge() {
        TestUser user = buyers.subscriber(buyers.plan(3000, 14));
        String cheaper = buyers.plan(1000);

        JsonNode changed = life.ok(life.post(user, "change", cheaper));

        assertThat(changed.path("status").asString()).isEqualTo("changed");
        assertThat(life.row(user)).containsEntry("status", "trialing").containsEntry("code", cheaper);
    }
}
