package io.tollgate.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.TestMails;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.Ledger;
import io.tollgate.stripeemulator.Controls;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** From a renewal that fails to its payment, or to the end. */
@IntegrationTest
class DunningTest {

    private static final String FAILED = "Invoice Payment Failed";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

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

    @Test
    void asksForThePaymentAtEachAttemptAndKeepsAccessForAWhile() {
        stripe.cardDeclines(buyers.customer(user), true);
        buyers.untilRenewed(user);
        Awaiting.until("a mail", () -> mails(FAILED) == 1);
        assertThat(tier()).isEqualTo("PRO");
        TestStripe.advance(Duration.ofDays(3));
        Awaiting.until("a second mail", () -> mails(FAILED) == 2);
        ledger.awaitStatus(user, "failed");
        assertThat(ledger.payment(user)).containsEntry("attempts", 2);
        assertThat(Mailbox.of(user.user().email()).all().getLast().text())
                .contains("We will try again on", TestStripe.baseUrl() + "/invoice/");

        untilGraceIsOver();
        assertThat(tier()).isEqualTo("FREE");
        assertThat(status()).isEqualTo("past_due");

        pay();
        Awaiting.until("access is restored", () -> tier().equals("PRO"));
        Awaiting.until("a receipt", () -> mails("Subscription Updated") == 1);
        ledger.awaitStatus(user, "succeeded");
        assertThat(new Ledger(http, users, buyers).detail(user).path("attempts"))
                .extracting(attempt -> attempt.path("status").asString())
                .contains("succeeded", "failed")
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void closesAccessWhenAllAttemptsHaveFailedAndOpensItWhenItIsPaid() {
        stripe.cardDeclines(buyers.customer(user), true);
        buyers.untilRenewed(user);
        ledger.awaitStatus(user, "failed");
        stripe.setStatus(stripeId(), "unpaid");
        Awaiting.until("no access", () -> tier().equals("FREE"));

        pay();

        Awaiting.until("access is restored", () -> tier().equals("PRO"));
        assertThat(status()).isEqualTo("active");
    }

    @Test
    void sendsThePayerToTheBankWhenItAsks() {
        stripe.cardAsks(buyers.customer(user), true);
        buyers.untilRenewed(user);

        Awaiting.until("a mail", () -> mails("Confirm Your Payment") == 1);
        String invoice = invoice();
        assertThat(Mailbox.of(user.user().email()).all().getLast().link())
                .isEqualTo(TestStripe.baseUrl() + "/invoice/" + invoice);
        stripe.events("invoice.payment_action_required", invoice).forEach(stripe::resend);
        stripe.confirmInvoice(invoice, true);

        ledger.awaitStatus(user, "succeeded");
        Awaiting.until("a receipt", () -> mails("Subscription Updated") == 1);
        assertThat(mails("Confirm Your Payment")).isEqualTo(1);
        assertThat(mails(FAILED)).isZero();
        stripe.cardAsks(buyers.customer(user), false);
    }

    private void untilGraceIsOver() {
        OffsetDateTime start =
                (OffsetDateTime) buyers.subscriptions(user).getFirst().get("current_period_start");
        TestStripe.advance(Duration.between(clock.instant(), start.toInstant().plus(Duration.ofDays(14)))
                .plusHours(1));
    }

    private void pay() {
        stripe.cardDeclines(buyers.customer(user), false);
        stripe.payInvoice(invoice());
    }

    private String invoice() {
        return (String) ledger.payment(user).get("provider_invoice_id");
    }

    private String tier() {
        return buyers.get(users.again(user), "/billing/entitlements/me")
                .path("tier")
                .asString();
    }

    private long mails(String subject) {
        List<String> subjects = TestMails.subjects(user.user().email());
        return subjects.stream().filter(subject::equals).count();
    }

    private String stripeId() {
        return (String) buyers.subscriptions(user).getFirst().get("provider_subscription_id");
    }

    private String status() {
        return (String) buyers.subscriptions(user).getFirst().get("status");
    }
}
