package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestMails;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.stripeemulator.Controls;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stripe promises neither order nor singleness: whatever arrives how often and when, the same comes of it. */
@IntegrationTest
class EventOrderTest {

    private static final List<String> TYPES = List.of(
            "checkout.session.completed",
            "customer.subscription.created",
            "customer.subscription.updated",
            "invoice.paid");

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private StripeInvoices invoices;

    private final JsonMapper json = new JsonMapper();
    private final Controls stripe = TestStripe.controls();
    private Buyers buyers;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
    }

    @AfterEach
    void deliverAsUsual() {
        stripe.deliverEachWebhook(1);
        int _ = stripe.discardHeldWebhooks();
    }

    @Test
    void comesToTheSameInAllOrders() {
        String plan = buyers.plan(1900);
        Set<Map<String, Object>> results = new HashSet<>();
        for (List<String> order : Permutations.of(TYPES)) {
            TestUser user = users.signUp();
            stripe.holdWebhooks();
            String session = buyers.checkout(user, plan);
            String subscription = stripe.pay(session);
            int _ = stripe.discardHeldWebhooks();

            for (String type : order) {
                deliverAndAwait(eventOf(type, session, subscription));
            }
            results.add(result(user));
        }
        assertThat(results).hasSize(1);
        assertThat(results.iterator().next())
                .containsEntry("status", "active")
                .containsEntry("current_period_start as there", true)
                .containsEntry("current_period_end as there", true)
                .containsEntry("payments", "succeeded 1900 USD subscription_create")
                .containsEntry("mails", "[Subscription Confirmation]")
                .containsEntry("checkouts", "[completed]");
    }

    @Test
    void comesToTheSameWhenEverythingArrivesAtOnce() {
        String plan = buyers.plan(1900);
        Set<Map<String, Object>> results = new HashSet<>();
        List<TestUser> buying = new ArrayList<>();
        stripe.deliverEachWebhook(3);
        for (int i = 0; i < 8; i++) {
            TestUser user = users.signUp();
            String _ = stripe.pay(buyers.checkout(user, plan));
            buying.add(user);
        }
        for (TestUser user : buying) {
            buyers.awaitEventsAbout(user);
            results.add(result(user));
        }
        assertThat(results).hasSize(1);
    }

    @Test
    void hasOneEffectOfAWebhookThatComesFiftyTimes() {
        String plan = buyers.plan(1900);
        TestUser user = users.signUp();
        String session = buyers.checkout(user, plan);
        stripe.deliverEachWebhook(50);
        String _ = stripe.pay(session);

        Awaiting.until("all are delivered", () -> stripe.deliveriesUnderWay() == 0);
        buyers.awaitEventsAbout(user);
        Map<String, Object> result = result(user);

        assertThat(result).containsEntry("status", "active").containsEntry("mails", "[Subscription Confirmation]");
        Awaiting.during("one mail", Duration.ofMillis(500), () -> mails(user).size() == 1);
        assertThat(buyers.payments(user)).hasSize(1);
        assertThat(buyers.subscriptions(user)).hasSize(1);
    }

    private String eventOf(String type, String session, String subscription) {
        String object = switch (type) {
            case "checkout.session.completed" -> session;
            case "invoice.paid" -> invoices.list(subscription).blockFirst().id();
            default -> subscription;
        };
        List<String> events = stripe.events(type, object);
        assertThat(events).as(type).isNotEmpty();
        return events.getLast();
    }

    private void deliverAndAwait(String event) {
        stripe.resend(event);
        Awaiting.until(
                "event " + event + " is worked on",
                () -> buyers.query("select 1 from stripe_events where status = 'processed' and id = '" + event + "'")
                                .size()
                        == 1);
    }

    private Map<String, Object> result(TestUser user) {
        Awaiting.until("a subscription", () -> !buyers.subscriptions(user).isEmpty());
        Awaiting.until("a payment", () -> !buyers.payments(user).isEmpty());
        Awaiting.until("a mail", () -> !mails(user).isEmpty());
        Awaiting.until("a finished checkout", () -> buyers.checkouts(user).equals(List.of("completed")));
        Map<String, Object> subscription = buyers.subscriptions(user).getFirst();
        Map<String, Object> result = new LinkedHashMap<>();
        for (String column : List.of("status", "provider", "cancel_at_period_end", "code")) {
            result.put(column, subscription.get(column));
        }
        for (String column : List.of("current_period_start", "current_period_end", "canceled_at", "duplicate_of")) {
            result.put(column, subscription.get(column) != null);
        }
        JsonNode there = atStripe((String) subscription.get("provider_subscription_id"));
        for (String column : List.of("current_period_start", "current_period_end")) {
            OffsetDateTime here = (OffsetDateTime) subscription.get(column);
            result.put(
                    column + " as there",
                    here.toEpochSecond() == there.get(column).asLong());
        }
        result.put("subscriptions", buyers.subscriptions(user).size());
        result.put(
                "payments",
                String.join(
                        ", ",
                        buyers.payments(user).stream()
                                .map(payment -> "%s %s %s %s"
                                        .formatted(
                                                payment.get("status"),
                                                payment.get("amount_cents"),
                                                payment.get("currency"),
                                                payment.get("billing_reason")))
                                .toList()));
        result.put(
                "linked",
                subscription.get("id").equals(buyers.payments(user).getFirst().get("subscription_id")));
        result.put("mails", mails(user).toString());
        result.put("checkouts", buyers.checkouts(user).toString());
        return result;
    }

    /** What is paid for, as the emulator told of it. */
    private JsonNode atStripe(String subscription) {
        String event =
                stripe.events("customer.subscription.created", subscription).getLast();
        return json.readTree(stripe.event(event)).at("/data/object/items/data/0");
    }

    private static List<String> mails(TestUser user) {
        return TestMails.subjects(user.user().email());
    }
}
