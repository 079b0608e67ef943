package io.tollgate.billing.subscription;

import static io.tollgate.billing.subscription.Lifecycle.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.stripeemulator.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

class PauseTest extends LifecycleTest {

    @Test
    void staysOpenWhileItIsPaidForAndThenClosesUntilItIsResumed() {
        TestUser user = buyers.subscriber(buyers.dailyPlan(500));

        JsonNode paused = life.ok(life.post(user, "pause"));

        assertThat(paused.path("status").asString()).isEqualTo("active");
        assertThat(paused.path("upcoming").path("kind").asString()).isEqualTo("pause");
        refused(life.post(user, "pause"), 409, "subscription_paused");
        refused(life.post(user, "change", buyers.plan(9900)), 409, "subscription_paused");

        TestStripe.advance(Duration.ofHours(25));
        life.await("it is closed", user, "status", "paused");
        assertThat(life.mine(user).path("status").asString()).isEqualTo("pending");
        assertThat(entitled(user)).isEqualTo("free");
        assertThat(buyers.payments(user)).extracting("status").containsOnlyOnce("succeeded");

        stripe.cardDeclines(buyers.customer(user), true);
        refused(life.post(user, "resume"), 402, "payment_refused");
        stripe.cardDeclines(buyers.customer(user), false);
        JsonNode resumed = life.ok(life.post(user, "resume"));

        assertThat(resumed.path("status").asString()).isEqualTo("active");
        assertThat(resumed.has("upcoming")).isFalse();
        Awaiting.until(
                "a new period is paid",
                () -> buyers.payments(user).stream()
                                .filter(payment -> "succeeded".equals(payment.get("status")))
                                .count()
                        == 2);
    }

    /** Who was told that it failed is not charged for it later, by whatever comes next. */
    @Test
    void chargesNothingForAResumptionThatStripeDidNotAnswer() {
        TestUser user = pausedPastItsPaidTime();
        stripe.fail(Fault.status(503)
                .shouldRetry(false)
                .on("POST", "/v1/subscriptions/" + life.stripeId(user))
                .untilCleared());
        refused(life.post(user, "resume"), 503, "payment_provider_unavailable");
        stripe.clearFaults();

        life.ok(life.post(user, "cancel"));

        assertThat(life.operations(user)).extracting("kind").containsExactly("pause", "unpause", "cancel");
        assertThat(life.operations(user).get(1)).containsEntry("status", "dropped");
        assertThat(life.row(user)).containsEntry("status", "paused");
        assertThat(buyers.payments(user)).extracting("status").containsOnlyOnce("succeeded");
    }

    /** Stripe calls it active all the while, and its invoices are void: there is nothing to give back. */
    @Test
    void givesNoCreditForTimeThatWasNeverPaidFor() {
        TestUser ended = pausedPastItsPaidTime();
        TestUser upgrading = pausedPastItsPaidTime();
        String old = life.stripeId(upgrading);

        life.ok(life.send(
                users.admin(),
                HttpMethod.POST,
                "/admin/subscriptions/" + life.row(ended).get("id") + "/cancel",
                Map.of("credit", true)));
        String _ = stripe.pay(Buyers.sessionOf(life.ok(life.post(upgrading, "upgrade", buyers.plan(4900)))
                .path("checkout_url")
                .asString()));
        Awaiting.until(
                "the old one has ended",
                () -> Lifecycle.asked(old).stream()
                        .anyMatch(request -> request.method().equals("DELETE")));

        assertThat(Stream.of(life.stripeId(ended), old)
                        .flatMap(id -> Lifecycle.asked(id).stream())
                        .filter(request -> request.method().equals("DELETE")))
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.params()).doesNotContainKeys("prorate", "invoice_now"));
    }

    private TestUser pausedPastItsPaidTime() {
        TestUser user = buyers.subscriber(buyers.dailyPlan(500));
        life.ok(life.post(user, "pause"));
        TestStripe.advance(Duration.ofHours(25));
        life.await("it is closed", user, "status", "paused");
        return user;
    }

    @Test
    void costsNothingToResumeWhileItIsPaidFor() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        refused(life.post(user, "resume"), 400, "nothing_to_resume");
        life.ok(life.post(user, "pause"));

        JsonNode resumed = life.ok(life.post(user, "resume"));

        assertThat(resumed.has("upcoming")).isFalse();
        assertThat(buyers.payments(user)).hasSize(1);
        assertThat(life.operations(user)).extracting("status").containsExactly("dropped", "done");
    }

    @Test
    void pausesOnceForTenRequestsAtOnce() {
        TestUser user = buyers.subscriber(buyers.plan(1900));

        List<Integer> answers = Lifecycle.parallel(10, () -> life.post(user, "pause"));

        assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 409).hasSize(9);
        assertThat(life.asked(user)).hasSize(1);
    }

    @Test
    void resumesWhatStoppedWithItsTrial() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        stripe.setStatus(life.stripeId(user), "paused");
        life.await("it is paused", user, "status", "paused");

        assertThat(life.ok(life.post(user, "resume")).path("status").asString()).isEqualTo("active");
    }

    @Test
    void opensThePortalToCustomersOnly() {
        TestUser user = buyers.subscriber(buyers.plan(1900));

        String url = life.ok(life.send(user, HttpMethod.POST, "/billing/portal", null))
                .path("url")
                .asString();

        assertThat(url).startsWith(TestStripe.baseUrl() + "/portal/");
        refused(life.send(users.signUp(), HttpMethod.POST, "/billing/portal", null), 404, "no_billing_account");
        refused(life.send(users.unverified(), HttpMethod.POST, "/billing/portal", null), 403, "account_not_active");
    }

    private String entitled(TestUser user) {
        return life.ok(life.send(user, HttpMethod.GET, "/billing/entitlements/me", null))
                .path("plan")
                .path("code")
                .asString();
    }
}
