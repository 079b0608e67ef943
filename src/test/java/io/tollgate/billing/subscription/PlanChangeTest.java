package io.tollgate.billing.subscription;

import static io.tollgate.billing.subscription.Lifecycle.parallel;
import static io.tollgate.billing.subscription.Lifecycle.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.stripeemulator.Fault;
import io.tollgate.stripeemulator.ReceivedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
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
    void sendsThePayerToConfirmWhenTheBankAsks() {
        TestUser user = buyers.subscriber(buyers.plan(1000));
        String dearer = buyers.plan(3000);
        stripe.cardAsks(buyers.customer(user), true);

        JsonNode asked = life.ok(life.post(user, "change", dearer));

        assertThat(asked.path("status").asString()).isEqualTo("action_required");
        String page = asked.path("payment_url").asString();
        assertThat(page).startsWith("http");
        assertThat(asked.path("subscription").path("plan").path("code").asString())
                .isNotEqualTo(dearer);
        assertThat(life.mine(user).path("upcoming").path("payment_url").asString())
                .isEqualTo(page);
        life.post(user, "change", dearer)
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("change_waiting")
                .jsonPath("$.payment_url")
                .isEqualTo(page);

        stripe.confirmInvoice(page.replaceAll(".*/", ""), true);

        life.await("it is changed", user, "code", dearer);
        Awaiting.until("nothing waits", () -> !life.mine(user).has("upcoming"));
    }

    @Test
    void givesAWaitingChangeUpWithItsInvoice() {
        String plan = buyers.plan(1000);
        TestUser user = buyers.subscriber(plan);
        stripe.cardDeclines(buyers.customer(user), true);
        JsonNode asked = life.ok(life.post(user, "change", buyers.plan(3000)));
        assertThat(asked.path("status").asString()).isEqualTo("action_required");

        life.ok(life.send(user, HttpMethod.DELETE, CHANGE, null));

        assertThat(life.mine(user).has("upcoming")).isFalse();
        assertThat(life.row(user)).containsEntry("code", plan).containsEntry("status", "active");
        stripe.cardDeclines(buyers.customer(user), false);
        assertThat(life.ok(life.post(user, "change", buyers.plan(3000)))
                        .path("status")
                        .asString())
                .isEqualTo("changed");
    }

    @Test
    void forgetsAChangeThatNobodyPaidForInADay() {
        TestUser user = buyers.subscriber(buyers.plan(1000));
        stripe.cardDeclines(buyers.customer(user), true);
        life.ok(life.post(user, "change", buyers.plan(3000)));

        TestStripe.advance(Duration.ofHours(24));

        Awaiting.until("nothing waits", () -> !life.mine(user).has("upcoming"));
        assertThat(life.operations(user)).extracting("status").containsExactly("dropped");
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
    void chargesOnceForTenRequestsAtOnce() {
        TestUser user = buyers.subscriber(buyers.plan(1000));
        String dearer = buyers.plan(3000);

        List<Integer> answers = parallel(10, () -> life.post(user, "change", dearer));

        assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 400).hasSize(9);
        assertThat(life.asked(user)).hasSize(1);
        Awaiting.until("the difference is paid", () -> buyers.payments(user).size() == 2);
    }

    @Test
    void chargesOnceThoughStripeGaveNoAnswer() {
        TestUser user = buyers.subscriber(buyers.plan(1000));
        String dearer = buyers.plan(3000);
        stripe.holdWebhooks();
        stripe.fail(Fault.reset()
                .performing()
                .on("POST", "/v1/subscriptions/" + life.stripeId(user))
                .times(3));

        life.post(user, "change", dearer)
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .exists(HttpHeaders.RETRY_AFTER);
        stripe.clearFaults();
        stripe.releaseWebhooks();

        assertThat(life.ok(life.post(user, "change", dearer)).path("status").asString())
                .isEqualTo("changed");
        assertThat(life.asked(user))
                .extracting(ReceivedRequest::idempotencyKey)
                .hasSize(3)
                .containsOnly("subscription.change:"
                        + life.operations(user).getFirst().get("id") + ":1");
        Awaiting.until("the difference is paid", () -> buyers.payments(user).size() == 2);
    }

    @Test
    void chargesNobodyLaterWhoWasToldThatItFailed() {
        String plan = buyers.plan(1000);
        TestUser user = buyers.subscriber(plan);
        stripe.fail(Fault.status(503)
                .on("POST", "/v1/subscriptions/" + life.stripeId(user))
                .untilCleared());
        life.post(user, "change", buyers.plan(3000)).expectStatus().isEqualTo(503);
        stripe.clearFaults();

        TestStripe.advance(Duration.ofMinutes(3));

        Awaiting.until(
                "it is given up",
                () -> "dropped".equals(life.operations(user).getFirst().get("status")));
        assertThat(life.row(user)).containsEntry("code", plan);
        assertThat(buyers.payments(user)).hasSize(1);
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
