package io.tollgate.billing.subscription;

import static io.tollgate.billing.subscription.Lifecycle.parallel;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.stripeemulator.Fault;
import io.tollgate.stripeemulator.ReceivedRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

/** What a change costs at once: that it is paid, once, or the change comes to nothing. */
class PlanChangePaymentTest extends LifecycleTest {

    private static final String CHANGE = "/billing/subscriptions/change";

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

        assertThat(life.ok(life.post(user, "change", dearer)).path("status").asString())
                .isEqualTo("changed");
        // Stripe's own news of the change would have it done before it is asked for again.
        stripe.releaseWebhooks();
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
}
