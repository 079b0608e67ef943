package io.tollgate.billing;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestMails;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.stripeemulator.Controls;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * What the tests of Stripe's 24 known pitfalls share. Their methods are named {@code pitfall01…} to {@code pitfall24…}, in the
 * classes {@code StripePitfallsIn…Test} and {@code EventVersionsTest}.
 */
@IntegrationTest
public abstract class PitfallFixture {

    @Autowired
    protected WebTestClient http;

    @Autowired
    protected TestUsers users;

    @Autowired
    protected DatabaseClient db;

    @Autowired
    protected MutableClock clock;

    protected final Controls stripe = TestStripe.controls();
    protected Buyers buyers;
    protected Ledger ledger;

    @BeforeEach
    void prepare() {
        buyers = new Buyers(http, users, db);
        ledger = new Ledger(http, users, buyers);
    }

    @AfterEach
    void asUsual() {
        stripe.clearFaults();
        stripe.deliverEachWebhook(1);
        stripe.dropWebhooks(false);
        int _ = stripe.discardHeldWebhooks();
    }

    /** Somebody has paid, and no event of it has been delivered. */
    protected record Purchase(TestUser user, String session, String subscription, String invoice, String customer) {}

    protected Purchase unheard(String plan) {
        TestUser user = users.signUp();
        String session = buyers.checkout(user, plan);
        stripe.holdWebhooks();
        String subscription = stripe.pay(session);
        int _ = stripe.discardHeldWebhooks();
        String invoice = stripe.eventsAbout(subscription).stream()
                .map(stripe::event)
                .filter(event -> event.contains("\"invoice.paid\""))
                .map(event -> event.replaceAll("(?s).*\"id\" *: *\"(in_[^\"]+)\".*", "$1"))
                .findFirst()
                .orElseThrow();
        return new Purchase(user, session, subscription, invoice, buyers.customer(user));
    }

    /** Delivers the latest event of this type about an object, and waits until it has been worked on. */
    protected String heard(String type, String objectId) {
        String event = stripe.events(type, objectId).getLast();
        stripe.resend(event);
        awaitEvent(event, "processed");
        return event;
    }

    protected void awaitEvent(String event, String status) {
        Awaiting.until("event " + event + " is " + status, () -> status.equals(eventStatus(event)));
    }

    protected String eventStatus(String event) {
        return buyers.query("select status from stripe_events where id = '" + event + "'").stream()
                .map(row -> (String) row.get("status"))
                .findFirst()
                .orElse("unknown");
    }

    protected String status(TestUser user) {
        return buyers.subscriptions(user).isEmpty()
                ? "none"
                : (String) buyers.subscriptions(user).getFirst().get("status");
    }

    protected String tier(TestUser user) {
        return buyers.get(user, "/billing/entitlements/me").path("tier").asString();
    }

    protected String stripeId(TestUser user) {
        return (String) buyers.subscriptions(user).getFirst().get("provider_subscription_id");
    }

    protected static List<String> mails(TestUser user) {
        return TestMails.subjects(user.user().email());
    }
}
