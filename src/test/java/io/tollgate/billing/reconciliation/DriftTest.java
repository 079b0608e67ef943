package io.tollgate.billing.reconciliation;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestMails;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.stripeemulator.Controls;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What the tests of differences between Stripe and us have in common. */
@IntegrationTest
abstract class DriftTest {

    @Autowired
    WebTestClient http;

    @Autowired
    TestUsers users;

    @Autowired
    DatabaseClient db;

    final Controls stripe = TestStripe.controls();
    Buyers buyers;
    Reports reports;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
        reports = new Reports(http, users);
    }

    @AfterEach
    void deliverAsUsual() {
        stripe.dropWebhooks(false);
    }

    /** Nothing is on its way. */
    final void idle() {
        Awaiting.until("nothing is under way", () -> stripe.deliveriesUnderWay() == 0);
        Awaiting.until(
                "all events are worked on",
                () -> buyers.query("select 1 from stripe_events where status = 'pending'")
                        .isEmpty());
    }

    final void update(String sql, TestUser user) {
        db.sql(sql + " where user_id = '" + user.id() + "'").then().block();
    }

    final String stripeId(TestUser user) {
        return (String) buyers.subscriptions(user).getFirst().get("provider_subscription_id");
    }

    final String invoice(TestUser user) {
        return (String) buyers.payments(user).getFirst().get("provider_invoice_id");
    }

    final String status(TestUser user) {
        return buyers.subscriptions(user).isEmpty()
                ? ""
                : (String) buyers.subscriptions(user).getFirst().get("status");
    }

    static List<String> mails(TestUser user) {
        return TestMails.subjects(user.user().email());
    }
}
