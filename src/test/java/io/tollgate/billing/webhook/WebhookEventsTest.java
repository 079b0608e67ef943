package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.Ledger;
import io.tollgate.stripeemulator.Controls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is told of subscriptions, payments and entitlements: each change once, in the words of the API. */
@IntegrationTest
class WebhookEventsTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private final Controls stripe = TestStripe.controls();
    private WebhookFixture fixture;
    private Receiver receiver;
    private Buyers buyers;
    private Told told;

    @BeforeEach
    void begin() {
        fixture = new WebhookFixture(http, users);
        receiver = fixture.receiver();
        fixture.endpoint(receiver);
        buyers = new Buyers(http, users, db);
        told = new Told(receiver, buyers);
    }

    @AfterEach
    void end() throws Exception {
        stripe.deliverEachWebhook(1);
        buyers.endDailyOnes();
        fixture.close();
    }

    @Test
    void tellsOfABoughtSubscriptionOnceHoweverOftenStripeTells() {
        stripe.deliverEachWebhook(3);
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String stripeId = (String) buyers.subscriptions(user).getFirst().get("provider_subscription_id");

        JsonNode paid = told.await(user, "payment.succeeded");
        assertThat(paid.get("data"))
                .isEqualTo(withUser(buyers.get(user, "/billing/payments/me").path(0), user));
        told.await(user, "subscription.created");
        Awaiting.until(
                "the entitlements of the plan",
                () -> told.all(user, "entitlement.updated").stream()
                        .anyMatch(event -> event.at("/data/tier").asString().equals("PRO")));
        told.settled(user);
        List<String> before = told.types(user);
        assertThat(before).containsOnlyOnce("subscription.created", "payment.succeeded");
        assertThat(before).doesNotContain("subscription.canceled", "payment.failed");

        stripe.eventsAbout(stripeId).forEach(stripe::resend);
        Awaiting.until("all of that is delivered", () -> stripe.deliveriesUnderWay() == 0);
        told.settled(user);

        assertThat(told.types(user)).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void tellsOfOneThatCostsNothingFromItsBeginningToItsEnd() {
        TestUser user = users.signUp();
        buyers.subscribe(user, "free").expectStatus().isCreated();

        JsonNode created = told.await(user, "subscription.created");
        JsonNode shown = buyers.get(user, "/billing/subscriptions/me");
        ObjectNode data = ((ObjectNode) created.get("data")).deepCopy();
        assertThat(data.remove("user_id").asString()).isEqualTo(user.id().toString());
        assertThat(data.remove(List.of("duplicate_of", "replaced_by"))).isNotNull();
        assertThat(data).isEqualTo(shown);
        JsonNode entitled = told.await(user, "entitlement.updated").get("data");
        assertThat(entitled.at("/subscription/id")).isEqualTo(shown.get("id"));
        assertThat(entitled.get("features"))
                .isEqualTo(buyers.get(user, "/billing/entitlements/me").get("features"));

        user.authorized(http)
                .post()
                .uri("/billing/subscriptions/cancel")
                .exchange()
                .expectStatus()
                .isOk();
        JsonNode canceled = told.await(user, "subscription.canceled");
        assertThat(canceled.at("/data/status").asString()).isEqualTo("canceled");
        told.settled(user);
        assertThat(told.types(user))
                .containsExactlyInAnyOrder(
                        "subscription.created", "entitlement.updated", "subscription.canceled", "entitlement.updated");
    }

    @Test
    void tellsOfRefundsAndFailedPayments() {
        TestUser user = buyers.subscriber(buyers.dailyPlan(1900));
        Ledger ledger = new Ledger(http, users, buyers);
        Ledger.Answer answer = ledger.refund(ledger.id(user), "{\"amount_cents\": 500}");
        assertThat(answer.status()).isEqualTo(201);

        JsonNode refunded = told.await(user, "payment.refunded");
        assertThat(refunded.at("/data/refund/amount_cents").asInt()).isEqualTo(500);
        assertThat(refunded.at("/data/id").asString()).isEqualTo(ledger.id(user));

        stripe.cardDeclines(buyers.customer(user), true);
        TestStripe.advance(Duration.ofHours(26));
        JsonNode failed = told.await(user, "payment.failed");
        assertThat(failed.at("/data/status").asString()).isEqualTo("failed");
        Awaiting.until(
                "past due",
                () -> told.all(user, "subscription.updated").stream()
                        .anyMatch(event -> event.at("/data/status").asString().equals("past_due")));
        assertThat(told.types(user)).containsOnlyOnce("payment.refunded", "payment.succeeded");
    }

    @Test
    void tellsOnceThatATrialWillEnd() {
        TestUser user = buyers.subscriber(buyers.plan(1900, 14));
        String stripeId = (String) buyers.subscriptions(user).getFirst().get("provider_subscription_id");

        TestStripe.advance(Duration.ofDays(11).plusHours(2));
        JsonNode soon = told.await(user, "subscription.trial_will_end");
        assertThat(soon.at("/data/status").asString()).isEqualTo("trialing");
        stripe.events("customer.subscription.trial_will_end", stripeId).forEach(stripe::resend);
        Awaiting.until("it is delivered", () -> stripe.deliveriesUnderWay() == 0);
        told.settled(user);

        assertThat(told.all(user, "subscription.trial_will_end")).hasSize(1);
    }

    @Test
    void tellsSubscribersOfWhatTheirPlanOpensFromNowOn() {
        String plan = buyers.plan(0);
        TestUser user = users.signUp();
        buyers.subscribe(user, plan).expectStatus().isCreated();
        told.await(user, "entitlement.updated");
        told.settled(user);
        String key = "f-" + plan.substring(5);
        Map<String, Object> row = buyers.query("select id, version from plans where code = '" + plan + "'")
                .getFirst();
        fixture.post("/billing/entitlements/features", Map.of("key", key, "name", "Some", "kind", "boolean"))
                .expectStatus()
                .isCreated();
        fixture.put(
                        "/billing/plans/" + row.get("id") + "/versions/" + row.get("version") + "/features/" + key,
                        Map.of())
                .expectStatus()
                .isOk();
        clock.advance(Duration.ofSeconds(3));

        Awaiting.until(
                "the feature is told of",
                () -> told.all(user, "entitlement.updated").stream()
                        .anyMatch(event -> event.toString().contains(key)));
    }

    private static JsonNode withUser(JsonNode shown, TestUser user) {
        return ((ObjectNode) shown.deepCopy()).put("user_id", user.id().toString());
    }
}
