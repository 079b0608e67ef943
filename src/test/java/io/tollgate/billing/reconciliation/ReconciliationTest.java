package io.tollgate.billing.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.Awaiting;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** Whatever we have missed of Stripe is found, put right once, and told. */
class ReconciliationTest extends DriftTest {

    @Autowired
    private MeterRegistry metrics;

    @Test
    void takesInTheEventsThatStripeCouldNotDeliver() {
        String plan = buyers.plan(1900);
        TestUser user = users.signUp();
        String session = buyers.checkout(user, plan);
        stripe.dropWebhooks(true);
        String subscription = stripe.pay(session);
        String event =
                stripe.events("customer.subscription.created", subscription).getFirst();
        double counted = counted("event_missed");

        Reports.Report report = reports.alone().run();

        assertThat(report.of(event)).containsExactly("event_missed");
        assertThat(counted("event_missed")).isGreaterThan(counted);
        Awaiting.until("the subscription", () -> status(user).equals("active"));
        Awaiting.until("the payment", () -> buyers.payments(user).size() == 1);
        Awaiting.until("the checkout", () -> buyers.checkouts(user).equals(List.of("completed")));
        Awaiting.until("the mail", () -> !mails(user).isEmpty());
        assertThat(mails(user)).containsExactly("Subscription Confirmation");
        assertThat(reports.alone().run().of(event)).isEmpty();
    }

    @Test
    void putsRightWhatNoEventTellsOfAnyMore() {
        String plan = buyers.plan(1900);
        TestUser changed = buyers.subscriber(plan);
        TestUser unpaid = buyers.subscriber(plan);
        TestUser missing = buyers.subscriber(plan);
        TestUser untouched = buyers.subscriber(plan);
        idle();
        // As if the events were too old for Stripe to have them.
        update("update subscriptions set status = 'past_due', cancel_at_period_end = true", changed);
        update("update payments set status = 'failed', failed_attempt = 1, paid_at = null", unpaid);
        update("delete from payments", missing);
        update("delete from subscriptions", missing);

        Reports.Report report = reports.alone().run();

        assertThat(report.of(stripeId(changed))).containsExactly("subscription_changed");
        assertThat(report.of(invoice(unpaid))).containsExactly("payment_changed");
        assertThat(report.of(stripeId(missing))).containsExactly("subscription_missed");
        assertThat(report.of(invoice(missing))).containsExactly("payment_missed");
        assertThat(report.of(stripeId(untouched))).isEmpty();
        assertThat(report.of(invoice(untouched))).isEmpty();
        assertThat(report.differences())
                .filteredOn(found -> found.objectId().equals(stripeId(changed)))
                .allSatisfy(found -> {
                    assertThat(found.was()).startsWith("past_due, to end, until ");
                    assertThat(found.now()).startsWith("active until ");
                });
        assertThat(List.of(status(changed), status(missing))).containsOnly("active");
        assertThat(buyers.payments(unpaid)).extracting("status").containsExactly("succeeded");
        assertThat(report.view().path("status").asString()).isEqualTo("finished");
        assertThat(report.view().path("drift").asInt())
                .isEqualTo(report.differences().size());
        Reports.Report second = reports.alone().run();
        for (TestUser user : List.of(changed, unpaid, missing, untouched)) {
            assertThat(second.of(stripeId(user))).isEmpty();
            assertThat(second.of(invoice(user))).isEmpty();
        }
    }

    @Test
    void endsWhatStripeHasEndedOrDeleted() {
        String plan = buyers.plan(1900);
        TestUser canceled = buyers.subscriber(plan);
        TestUser deleted = buyers.subscriber(plan);
        idle();
        stripe.dropWebhooks(true);
        stripe.setStatus(stripeId(canceled), "canceled");
        stripe.forget(stripeId(deleted));
        // Stripe keeps events for thirty days.
        stripe.forgetEvents();

        Reports.Report report = reports.alone().run();

        assertThat(report.of(stripeId(canceled))).containsExactly("subscription_changed");
        assertThat(report.of(stripeId(deleted))).containsExactly("subscription_gone");
        assertThat(List.of(status(canceled), status(deleted))).containsOnly("canceled");
    }

    @Test
    void endsNothingWhenTheKeyIsRatherThatOfAnotherAccount() {
        String plan = buyers.plan(1900);
        TestUser user = buyers.subscriber(plan);
        idle();
        stripe.forget(stripeId(user));
        String stranger = "sub_" + UUID.randomUUID().toString().replace("-", "");
        update(
                "update subscriptions set provider_customer_id = 'cus_elsewhere', provider_subscription_id = '%s'"
                        .formatted(stranger),
                user);
        update("delete from payments", user);

        Reports.Report report = reports.alone().run();

        assertThat(report.of(stranger)).containsExactly("subscription_unknown");
        assertThat(buyers.subscriptions(user))
                .filteredOn(row -> stranger.equals(row.get("provider_subscription_id")))
                .extracting("status")
                .containsExactly("active");
        update("update subscriptions set status = 'canceled'", user);
    }

    /** Bank transfers take days, so each of them meets a night. */
    @Test
    void leavesTheOldOneAloneWhileTheMoneyOfAnUpgradeIsUnderWay() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String old = stripeId(user);
        String fresh = stripe.payLater(upgrade(user, buyers.plan(4900)), "active");
        Awaiting.until("it is heard of", () -> "incomplete".equals(status(user, fresh)));
        idle();

        Reports.Report report = reports.alone().run();

        assertThat(report.of(fresh)).isEmpty();
        assertThat(status(user, fresh)).isEqualTo("incomplete");
        assertThat(status(user, old)).isEqualTo("active");
        // The money is on its way and has not failed.
        assertThat(buyers.payments(user)).extracting("status").containsExactlyInAnyOrder("succeeded", "pending");
        assertThat(mails(user)).doesNotContain("Invoice Payment Failed");
    }

    private String upgrade(TestUser user, String plan) {
        return Buyers.sessionOf(user.authorized(http)
                .post()
                .uri("/billing/subscriptions/upgrade")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("plan_code", plan))
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .path("checkout_url")
                .asString());
    }

    private String status(TestUser user, String stripeId) {
        return buyers.subscriptions(user).stream()
                .filter(row -> stripeId.equals(row.get("provider_subscription_id")))
                .map(row -> row.get("status").toString())
                .findFirst()
                .orElse("");
    }

    private double counted(String kind) {
        return metrics.counter("tollgate.stripe.drift", "kind", kind).count();
    }
}
