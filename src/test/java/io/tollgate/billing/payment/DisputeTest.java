package io.tollgate.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.Ledger;
import io.tollgate.billing.stripe.StripeCharges;
import io.tollgate.stripeemulator.Controls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class DisputeTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private StripeCharges charges;

    private final Controls stripe = TestStripe.controls();
    private Buyers buyers;
    private Ledger ledger;
    private TestUser user;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
        ledger = new Ledger(http, users, buyers);
        user = buyers.subscriber(buyers.plan(1900));
    }

    @AfterEach
    void deliverAsUsual() {
        int _ = stripe.discardHeldWebhooks();
    }

    @Test
    void givesTheMoneyBackToUsWhenItIsWon() {
        String dispute = stripe.openDispute(charge());
        ledger.awaitStatus(user, "disputed");
        assertThat(ledger.refund(ledger.id(user), "{}").text("code")).isEqualTo("payment_disputed");

        stripe.closeDispute(dispute, true);

        ledger.awaitStatus(user, "succeeded");
        assertThat(ledger.detail(user).path("disputes").path(0).path("status").asString())
                .isEqualTo("won");
        assertThat(ledger.audited(user, "payment.disputed")).hasSize(1);
        assertThat(ledger.audited(user, "payment.dispute_won")).hasSize(1);
        assertThat(status()).isEqualTo("active");
    }

    @Test
    void reversesThePaymentAndEndsTheSubscriptionWhenItIsLost() {
        String dispute = stripe.openDispute(charge());
        stripe.closeDispute(dispute, false);

        ledger.awaitStatus(user, "reversed");
        Awaiting.until("the subscription has ended", () -> "canceled".equals(status()));
        assertThat(buyers.status(user, "/billing/subscriptions/me")).isEqualTo(404);
        assertThat(ledger.audited(user, "payment.dispute_lost")).hasSize(1);
        assertThat(buyers.get(user, "/billing/payments/me")
                        .path(0)
                        .path("status")
                        .asString())
                .isEqualTo("reversed");
    }

    @Test
    void comesToTheSameWhenTheEndIsHeardOfFirst() {
        String charge = charge();
        stripe.holdWebhooks();
        String dispute = stripe.openDispute(charge);
        stripe.closeDispute(dispute, false);
        stripe.releaseWebhooks("charge.dispute.closed", "charge.dispute.created");

        ledger.awaitStatus(user, "reversed");
        Awaiting.until("all are delivered", () -> stripe.deliveriesUnderWay() == 0);
        Awaiting.until("the subscription has ended", () -> "canceled".equals(status()));
        assertThat(ledger.status(user)).isEqualTo("reversed");
        assertThat(ledger.audited(user, "payment.dispute_lost")).hasSize(1);
    }

    private String charge() {
        return charges.list(ledger.intent(user)).blockFirst().id();
    }

    private String status() {
        return (String) buyers.subscriptions(user).getFirst().get("status");
    }
}
