package io.tollgate.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestMails;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.Ledger;
import io.tollgate.billing.Ledger.Answer;
import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.NewStripeRefund;
import io.tollgate.billing.stripe.StripeRefund;
import io.tollgate.billing.stripe.StripeRefunds;
import io.tollgate.stripeemulator.Controls;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class RefundTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private StripeRefunds atStripe;

    private final Controls stripe = TestStripe.controls();
    private Buyers buyers;
    private Ledger ledger;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
        ledger = new Ledger(http, users, buyers);
    }

    @AfterEach
    void mendStripe() {
        stripe.clearFaults();
        int _ = stripe.discardHeldWebhooks();
    }

    @Test
    void givesAPartBackAndThenTheRest() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String payment = ledger.id(user);

        Answer part = ledger.refund(payment, "{\"amount_cents\": 500, \"reason\": \"requested_by_customer\"}");
        assertThat(part.status()).isEqualTo(201);
        assertThat(part.text("status")).isEqualTo("succeeded");
        assertThat(ledger.status(user)).isEqualTo("partially_refunded");
        Answer tooMuch = ledger.refund(payment, "{\"amount_cents\": 1401}");
        assertThat(tooMuch.text("code")).isEqualTo("refund_too_high");
        assertThat(tooMuch.body().path("refundable_cents").asLong()).isEqualTo(1400);

        assertThat(ledger.refund(payment, "{}").body().path("amount_cents").asLong())
                .isEqualTo(1400);
        assertThat(ledger.refund(payment, "{}").text("code")).isEqualTo("payment_not_refundable");

        JsonNode mine = buyers.get(user, "/billing/payments/me").path(0);
        assertThat(mine.path("status").asString()).isEqualTo("refunded");
        assertThat(mine.path("refunded_cents").asLong()).isEqualTo(1900);
        assertThat(mine.path("receipt_url").asString()).startsWith(TestStripe.baseUrl());
        assertThat(ledger.detail(user).path("refunds")).hasSize(2);
        JsonNode exported = buyers.get(user, "/me/export").path("payments").path(0);
        assertThat(exported.path("refunds")
                        .valueStream()
                        .map(refund -> refund.path("amount_cents").asInt()))
                .containsExactly(500, 1400);
        assertThat(exported.at("/refunds/0/created_at").asString()).matches("\\d{4}-.+T.+Z");
        assertThat(ledger.detail(user).path("attempts").path(0).path("status").asString())
                .isEqualTo("succeeded");
        assertThat(Mailbox.of(user.user().email()).await(3))
                .filteredOn(mail -> mail.subject().equals("Refund Issued"))
                .extracting(Mailbox.Received::text)
                .allSatisfy(text -> assertThat(text).contains("19.00 USD", "http://tollgate.test"))
                .satisfiesExactlyInAnyOrder(
                        text -> assertThat(text).contains(" 5.00 USD"),
                        text -> assertThat(text).contains("14.00 USD"));
        assertThat(ledger.audited(user, "payment.refund_requested")).hasSize(2);
        assertThat(buyers.subscriptions(user).getFirst()).containsEntry("status", "active");
    }

    @Test
    void givesNoMoreBackThanWasPaidHoweverManyAskAtOnce() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String payment = ledger.id(user);

        List<Answer> answers = AtOnce.times(20, _ -> ledger.refund(payment, "{\"amount_cents\": 500}"));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(3);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .allMatch(answer -> answer.text("code").equals("refund_too_high"));
        assertThat(refundedAtStripe(user)).isEqualTo(1500);
        assertThat(ledger.payment(user)).containsEntry("refunded_cents", 1500L);
        Awaiting.until("three mails", () -> refundMails(user) == 3);
    }

    @Test
    void repeatsTheAnswerToARepeatedRequest() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String key = UUID.randomUUID().toString();

        Answer first = ledger.refund(ledger.id(user), "{\"amount_cents\": 100}", key);
        Answer again = ledger.refund(ledger.id(user), "{\"amount_cents\": 100}", key);

        assertThat(again.text("id")).isEqualTo(first.text("id"));
        assertThat(refundedAtStripe(user)).isEqualTo(100);
    }

    @Test
    void freesWhatStripeRefuses() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        stripe.holdWebhooks();
        refundAtTheDashboard(user, 1500L);

        Answer refused = ledger.refund(ledger.id(user), "{\"amount_cents\": 700}");

        assertThat(refused.status()).isEqualTo(502);
        assertThat(refused.text("code")).isEqualTo("payment_provider_error");
        assertThat(ledger.detail(user).path("refunds").path(0).path("status").asString())
                .isEqualTo("failed");
        stripe.releaseWebhooks();
        Awaiting.until(
                "the refund made by hand is known",
                () -> Long.valueOf(1500).equals(ledger.payment(user).get("refunded_cents")));
        assertThat(ledger.detail(user).path("refundable_cents").asLong()).isEqualTo(400);
    }

    @Test
    void takesBackWhatTheBankSendsBack() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String refund = ledger.refund(ledger.id(user), "{}").text("provider_refund_id");
        assertThat(ledger.status(user)).isEqualTo("refunded");

        stripe.failRefund(refund);

        ledger.awaitStatus(user, "succeeded");
        assertThat(ledger.payment(user)).containsEntry("refunded_cents", 0L);
        assertThat(ledger.audited(user, "payment.refund_failed")).hasSize(1);
        assertThat(ledger.refund(ledger.id(user), "{}").status()).isEqualTo(201);
    }

    private void refundAtTheDashboard(TestUser user, long cents) {
        StripeRefund _ = atStripe.create(
                        IdempotencyKey.of("dashboard", UUID.randomUUID(), 1),
                        new NewStripeRefund(ledger.intent(user), cents, null, Map.of()))
                .block();
    }

    private long refundedAtStripe(TestUser user) {
        return atStripe
                .list(ledger.intent(user))
                .filter(refund -> !refund.status().equals("failed"))
                .map(StripeRefund::amount)
                .collectList()
                .block()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static long refundMails(TestUser user) {
        return TestMails.subjects(user.user().email()).stream()
                .filter("Refund Issued"::equals)
                .count();
    }
}
