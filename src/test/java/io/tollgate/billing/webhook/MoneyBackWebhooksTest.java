package io.tollgate.billing.webhook;

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
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;
import tools.jackson.databind.JsonNode;

/** What is told of payments whose money goes back, or is wanted back: each change once, with the payment as it is after it. */
@IntegrationTest
class MoneyBackWebhooksTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private StripeCharges charges;

    private final Controls stripe = TestStripe.controls();
    private WebhookFixture fixture;
    private Buyers buyers;
    private Ledger ledger;
    private Told told;
    private TestUser user;

    @BeforeEach
    void pay() {
        fixture = new WebhookFixture(http, users);
        Receiver receiver = fixture.receiver();
        fixture.endpoint(receiver);
        buyers = new Buyers(http, users, db);
        ledger = new Ledger(http, users, buyers);
        told = new Told(receiver, buyers);
        user = buyers.subscriber(buyers.plan(1900));
    }

    @AfterEach
    void end() throws Exception {
        int _ = stripe.discardHeldWebhooks();
        fixture.close();
    }

    @Test
    void tellsOfADisputeFromItsBeginningToItsEnd() {
        String charge = charge();
        // It is read again with each that is said of the dispute.
        String _ = stripe.refund(charge, 500L);
        JsonNode refunded = told.await(user, "payment.refunded").get("data");
        String dispute = stripe.openDispute(charge);
        JsonNode opened = told.await(user, "payment.disputed").get("data");
        answer(dispute);
        JsonNode answered = told.await(user, "payment.dispute_updated").get("data");
        stripe.closeDispute(dispute, true);
        JsonNode won = told.await(user, "payment.dispute_closed").get("data");

        assertThat(refunded.path("status").asString()).isEqualTo("partially_refunded");
        assertThat(refunded.path("refunded_cents").asLong()).isEqualTo(500);
        assertThat(refunded.at("/refund/amount_cents").asLong()).isEqualTo(500);
        assertThat(opened.path("id").asString()).isEqualTo(ledger.id(user));
        assertThat(opened.path("status").asString()).isEqualTo("disputed");
        assertThat(opened.at("/dispute/status").asString()).isEqualTo("needs_response");
        assertThat(opened.at("/dispute/amount_cents").asLong()).isEqualTo(1900);
        assertThat(opened.at("/dispute/provider_dispute_id").asString()).isEqualTo(dispute);
        assertThat(answered.path("status").asString()).isEqualTo("disputed");
        assertThat(answered.at("/dispute/status").asString()).isEqualTo("under_review");
        assertThat(won.path("status").asString()).isEqualTo("partially_refunded");
        assertThat(won.at("/dispute/status").asString()).isEqualTo("won");
        assertThat(won.path("dispute"))
                .isEqualTo(ledger.detail(user).path("disputes").path(0));

        toldOnce(
                charge,
                "payment.disputed",
                "payment.dispute_updated",
                "payment.dispute_closed",
                "payment.refunded",
                "payment.succeeded");
    }

    @Test
    void tellsOfALostDisputeOnceThoughItsEndIsHeardOfFirst() {
        String charge = charge();
        stripe.holdWebhooks();
        String dispute = stripe.openDispute(charge);
        stripe.closeDispute(dispute, false);
        stripe.releaseWebhooks("charge.dispute.closed", "charge.dispute.created");

        JsonNode lost = told.await(user, "payment.dispute_closed").get("data");
        assertThat(lost.path("status").asString()).isEqualTo("reversed");
        assertThat(lost.at("/dispute/status").asString()).isEqualTo("lost");
        assertThat(lost.at("/dispute/closed_at").isNull()).isFalse();
        told.await(user, "subscription.canceled");
        toldOnce(dispute, "payment.dispute_closed", "payment.succeeded", "subscription.canceled");
        assertThat(told.types(user)).doesNotContain("payment.disputed", "payment.dispute_updated");
    }

    @Test
    void tellsOfARefundThatTheBankSendsBack() {
        String refund = ledger.refund(ledger.id(user), "{}").text("provider_refund_id");
        JsonNode gone = told.await(user, "payment.refunded").get("data");
        assertThat(gone.path("status").asString()).isEqualTo("refunded");
        stripe.failRefund(refund);

        JsonNode back = told.await(user, "payment.refund_failed").get("data");
        assertThat(back.path("status").asString()).isEqualTo("succeeded");
        assertThat(back.path("refunded_cents").asLong()).isZero();
        assertThat(back.at("/refund/status").asString()).isEqualTo("failed");
        assertThat(back.at("/refund/provider_refund_id").asString()).isEqualTo(refund);
        toldOnce(refund, "payment.refunded", "payment.refund_failed", "payment.succeeded");
    }

    /** With all that Stripe says of it worked on, and said again. */
    private void toldOnce(String atStripe, String... types) {
        buyers.awaitEventsAbout(atStripe);
        stripe.eventsAbout(atStripe).forEach(stripe::resend);
        Awaiting.until("all of that is delivered", () -> stripe.deliveriesUnderWay() == 0);
        told.settled(user);
        assertThat(told.types(user)).containsOnlyOnce(types);
    }

    private String charge() {
        return charges.list(ledger.intent(user)).blockFirst().id();
    }

    /** With evidence: the bank looks at it. */
    private static void answer(String dispute) {
        Object _ = WebClient.builder()
                .baseUrl(TestStripe.baseUrl())
                .defaultHeaders(headers -> headers.setBearerAuth(TestStripe.SECRET_KEY))
                .build()
                .post()
                .uri("/v1/disputes/{id}", dispute)
                .body(BodyInserters.fromFormData("evidence[uncategorized_text]", "It was delivered"))
                .retrieve()
                .toBodilessEntity()
                .block();
    }
}
