package io.tollgate.billing.subscription;

import static io.tollgate.billing.subscription.Lifecycle.mails;
import static io.tollgate.billing.subscription.Lifecycle.parallel;
import static io.tollgate.billing.subscription.Lifecycle.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.stripeemulator.Fault;
import io.tollgate.stripeemulator.ReceivedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

class CancellationTest extends LifecycleTest {

    @Test
    void endsWithThePaidPeriodAndOpensEverythingUntilThen() {
        TestUser user = buyers.subscriber(buyers.dailyPlan(100));

        JsonNode canceled = life.ok(life.post(user, "cancel"));

        assertThat(canceled.path("cancel_at_period_end").asBoolean()).isTrue();
        assertThat(canceled.path("status").asString()).isEqualTo("active");
        assertThat(canceled.path("current_period_end").asString()).isNotEmpty();
        refused(
                life.post(user, "cancel"),
                400,
                "cancellation_pending",
                "Subscription is already set to cancel at the end of the billing period.");
        assertThat(life.mine(user).path("status").asString()).isEqualTo("active");

        TestStripe.advance(Duration.ofHours(25));

        life.await("the end", user, "status", "canceled");
        Awaiting.until("a mail", () -> mails(user).contains("Subscription Canceled"));
        refused(life.send(user, HttpMethod.GET, "/billing/subscriptions/me", null), 404, "subscription_not_found");
        assertThat(buyers.payments(user)).hasSize(1);
    }

    @Test
    void goesOnWhenTheCancellationIsTakenBack() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        life.ok(life.post(user, "cancel"));

        JsonNode resumed = life.ok(life.post(user, "resume"));

        assertThat(resumed.path("cancel_at_period_end").asBoolean()).isFalse();
        refused(life.post(user, "resume"), 400, "nothing_to_resume");
        assertThat(life.operations(user)).extracting("kind").containsExactly("cancel", "resume");
        assertThat(buyers.query("select action from audit_log where subject_id = '%s' order by id"
                        .formatted(life.row(user).get("id"))))
                .extracting("action")
                .contains("subscription.canceled", "subscription.resumed");
    }

    /** Where billing is flexible, Stripe's own pages set a date and leave the flag alone. */
    @Test
    void takesBackAnEndThatWasSetAtStripesOwnPages() {
        TestUser user = buyers.subscriber(buyers.dailyPlan(100));
        atThePortal(user, "cancel");
        life.await("it is to end", user, "cancel_at_period_end", true);
        refused(life.post(user, "cancel"), 400, "cancellation_pending");

        JsonNode resumed = life.ok(life.post(user, "resume"));

        assertThat(resumed.path("cancel_at_period_end").asBoolean()).isFalse();
        TestStripe.advance(Duration.ofHours(25));
        Awaiting.until("it goes on", () -> buyers.payments(user).size() == 2);
        assertThat(life.row(user)).containsEntry("status", "active");

        atThePortal(user, "cancel");
        life.await("it is to end", user, "cancel_at_period_end", true);
        TestStripe.advance(Duration.ofHours(25));
        life.await("the end", user, "status", "canceled");
    }

    private void atThePortal(TestUser user, String action) {
        String url = life.ok(life.send(user, HttpMethod.POST, "/billing/portal", null))
                .path("url")
                .asString();
        WebTestClient.bindToServer()
                .build()
                .post()
                .uri(url)
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .bodyValue("action=" + action + "&subscription=" + life.stripeId(user))
                .exchange()
                .expectStatus()
                .isSeeOther();
    }

    @Test
    void cancelsOnceForTenRequestsAtOnce() {
        TestUser user = buyers.subscriber(buyers.plan(1900));

        List<Integer> answers = parallel(10, () -> life.post(user, "cancel"));

        assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 400).hasSize(9);
        assertThat(life.asked(user)).hasSize(1);
        assertThat(life.operations(user)).hasSize(1);
    }

    @Test
    void refusesWhatIsNotThere() {
        TestUser nobody = users.signUp();
        refused(
                life.post(nobody, "cancel"),
                404,
                "subscription_not_found",
                "No active subscription found for this user.");
        refused(life.post(nobody, "resume"), 404, "subscription_not_found");
        refused(life.post(users.unverified(), "cancel"), 403, "account_not_active");
        http.post()
                .uri("/billing/subscriptions/cancel")
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void endsAFreePlanAtOnceWithoutStripe() {
        TestUser user = users.signUp();
        buyers.subscribe(user, buyers.plan(0)).expectStatus().isCreated();
        stripe.fail(Fault.status(503).on("POST", "/v1/*").untilCleared());

        assertThat(life.ok(life.post(user, "cancel")).path("status").asString()).isEqualTo("canceled");

        refused(life.post(user, "cancel"), 404, "subscription_not_found");
        Awaiting.until("a mail", () -> mails(user).contains("Subscription Canceled"));
    }

    @Test
    void goesOnUnderTheSameKeyWhenStripeGaveNoAnswer() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        stripe.fail(Fault.reset()
                .performing()
                .on("POST", "/v1/subscriptions/" + life.stripeId(user))
                .times(3));

        life.post(user, "cancel").expectStatus().isEqualTo(503).expectHeader().exists(HttpHeaders.RETRY_AFTER);
        stripe.clearFaults();

        assertThat(life.ok(life.post(user, "cancel"))
                        .path("cancel_at_period_end")
                        .asBoolean())
                .isTrue();
        assertThat(life.asked(user))
                .extracting(ReceivedRequest::idempotencyKey)
                .hasSize(3)
                .containsOnly("subscription.cancel:"
                        + life.operations(user).getFirst().get("id") + ":1");
    }

    @Test
    void losesNoCancellationWhileStripeIsDown() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        stripe.fail(Fault.status(503)
                .on("POST", "/v1/subscriptions/" + life.stripeId(user))
                .untilCleared());

        life.post(user, "cancel").expectStatus().isEqualTo(503).expectHeader().exists(HttpHeaders.RETRY_AFTER);
        stripe.clearFaults();
        TestStripe.advance(Duration.ofMinutes(3));

        Awaiting.until(
                "it is cancelled all the same",
                () -> life.operations(user).getFirst().get("status").equals("done"));
        assertThat(life.operations(user)).hasSize(1);
        assertThat(life.row(user)).containsEntry("cancel_at_period_end", true);
    }

    @Test
    void seesFirstToWhatAnotherProcessLeftBehind() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        buyers.query("""
                insert into subscription_operations (id, subscription_id, kind, status, claimed_until, created_at, updated_at)
                values (gen_random_uuid(), '%s', 'cancel', 'pending', '2020-01-01T00:00:00Z', now(), now()) returning id
                """.formatted(life.row(user).get("id")));

        refused(life.post(user, "change", buyers.plan(4900)), 409, "subscription_ending");

        assertThat(life.row(user)).containsEntry("cancel_at_period_end", true);
        assertThat(life.operations(user)).extracting("status").containsExactly("done");
    }

    @Test
    void letsAdministratorsEndASubscriptionNowWithCredit() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String path = "/admin/subscriptions/" + life.row(user).get("id") + "/cancel";
        refused(life.send(user, HttpMethod.POST, path, Map.of()), 403, "admin_required");

        TestUser admin = users.admin();
        List<Integer> answers = parallel(10, () -> life.send(admin, HttpMethod.POST, path, Map.of("credit", true)));

        assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
        assertThat(answers)
                .as("%s", answers)
                .filteredOn(status -> status == 404)
                .hasSize(9);
        assertThat(life.asked(user))
                .singleElement()
                .satisfies(request -> assertThat(request.params())
                        .containsEntry("prorate", "true")
                        .containsEntry("invoice_now", "true"));
        assertThat(life.row(user)).containsEntry("status", "canceled");
        Awaiting.until("a mail", () -> mails(user).contains("Subscription Canceled"));
    }

    @Test
    void letsAdministratorsTakeACancellationBack() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        TestUser admin = users.admin();
        String path = "/admin/subscriptions/" + life.row(user).get("id");

        life.ok(life.send(admin, HttpMethod.POST, path + "/cancel", Map.of("at_period_end", true)));
        assertThat(life.row(user)).containsEntry("cancel_at_period_end", true);
        life.ok(life.send(admin, HttpMethod.POST, path + "/resume", null));

        assertThat(life.row(user)).containsEntry("cancel_at_period_end", false);
        refused(
                life.send(admin, HttpMethod.POST, "/admin/subscriptions/" + user.id() + "/resume", null),
                404,
                "subscription_not_found");
        refused(life.send(admin, HttpMethod.POST, "/admin/subscriptions/x/cancel", Map.of()), 422, "validation_failed");
    }
}
