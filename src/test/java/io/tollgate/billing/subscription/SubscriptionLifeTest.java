package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestMails;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.stripeemulator.Controls;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class SubscriptionLifeTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private StripeSubscriptions subscriptions;

    private final Controls stripe = TestStripe.controls();
    private Buyers buyers;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
    }

    @AfterEach
    void deliverAsUsual() {
        int _ = stripe.discardHeldWebhooks();
    }

    @Test
    void followsTheStatusThatStripeGives() {
        TestUser user = buyers.subscriber(buyers.plan(1900));

        for (String status : List.of("past_due", "unpaid", "paused", "active")) {
            stripe.setStatus(stripeId(user), status);
            Awaiting.until(status, () -> status.equals(status(user)));
        }
        assertThat(buyers.get(user, "/billing/subscriptions/me").path("status").asString())
                .isEqualTo("active");
    }

    @Test
    void tellsOfACancellationOnceAndShowsNothingAfterIt() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String id = stripeId(user);

        var _ = subscriptions.cancelNow(id, false).block();

        Awaiting.until("the end", () -> "canceled".equals(status(user)));
        Awaiting.until("both mails", () -> mails(user).size() == 2);
        assertThat(mails(user)).contains("Subscription Canceled");
        stripe.events("customer.subscription.deleted", id).forEach(stripe::resend);
        stripe.events("customer.subscription.updated", id).forEach(stripe::resend);
        Awaiting.during("one mail", Duration.ofMillis(500), () -> mails(user).size() == 2);
        assertThat(buyers.status(user, "/billing/subscriptions/me")).isEqualTo(404);
    }

    @Test
    void doesNotReviveACancelledSubscriptionByALatePayment() {
        String plan = buyers.plan(1900);
        TestUser user = users.signUp();
        stripe.holdWebhooks();
        String id = stripe.pay(buyers.checkout(user, plan));
        var _ = subscriptions.cancelNow(id, false).block();
        stripe.releaseWebhooks("customer.subscription.deleted", "checkout.session.completed", "invoice.paid");

        Awaiting.until("the payment", () -> buyers.payments(user).size() == 1);
        Awaiting.until("all are delivered", () -> stripe.deliveriesUnderWay() == 0);
        Awaiting.during("stays cancelled", Duration.ofMillis(500), () -> "canceled".equals(status(user)));
        assertThat(buyers.payments(user).getFirst().get("status")).isEqualTo("succeeded");
    }

    @Test
    void waitsForMoneyThatComesLater() {
        String plan = buyers.plan(1900);
        TestUser user = users.signUp();
        String session = buyers.checkout(user, plan);
        String _ = stripe.payLater(session, "incomplete");
        Awaiting.until("the page is complete", () -> buyers.checkouts(user).equals(List.of("completed")));
        Awaiting.until("it is pending", () -> "incomplete".equals(status(user)));
        assertThat(buyers.status(user, "/billing/subscriptions/me")).isEqualTo(404);

        stripe.settle(session, true);

        Awaiting.until("it is active", () -> buyers.status(user, "/billing/subscriptions/me") == 200);
        Awaiting.until("a mail", () -> mails(user).equals(List.of("Subscription Confirmation")));
    }

    @Test
    void givesNothingForMoneyThatNeverComes() {
        String plan = buyers.plan(1900);
        TestUser user = users.signUp();
        String session = buyers.checkout(user, plan);
        String _ = stripe.payLater(session, "incomplete");
        stripe.settle(session, false);

        Awaiting.until("the page has failed", () -> buyers.checkouts(user).equals(List.of("failed")));
        Awaiting.until("it has expired", () -> "incomplete_expired".equals(status(user)));
        assertThat(buyers.status(user, "/billing/subscriptions/me")).isEqualTo(404);
        assertThat(mails(user)).doesNotContain("Subscription Confirmation");
    }

    @Test
    void startsATrialWithNothingPaid() {
        TestUser user = buyers.subscriber(buyers.plan(1900, 14));

        assertThat(buyers.get(user, "/billing/subscriptions/me").path("status").asString())
                .isEqualTo("trialing");
        assertThat(buyers.payments(user).getFirst().get("amount_cents")).isEqualTo(0L);
    }

    private String stripeId(TestUser user) {
        return (String) buyers.subscriptions(user).getFirst().get("provider_subscription_id");
    }

    private String status(TestUser user) {
        return buyers.subscriptions(user).isEmpty()
                ? ""
                : (String) buyers.subscriptions(user).getFirst().get("status");
    }

    private static List<String> mails(TestUser user) {
        return TestMails.subjects(user.user().email());
    }
}
