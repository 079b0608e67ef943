package io.tollgate.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestMails;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.stripeemulator.Controls;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class FailedPaymentTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private final Controls stripe = TestStripe.controls();
    private Buyers buyers;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
    }

    @Test
    void recordsARenewalThatFailsAndThenSucceeds() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String customer = buyers.customer(user);
        stripe.cardDeclines(customer, true);
        buyers.untilRenewed(user);

        Awaiting.until(
                "a failed payment",
                () -> buyers.payments(user).stream().anyMatch(payment -> "failed".equals(payment.get("status"))));
        Awaiting.until("past due", () -> "past_due".equals(status(user)));
        Awaiting.until("a mail", () -> mails(user).contains("Invoice Payment Failed"));

        stripe.cardDeclines(customer, false);
        String invoice = (String) buyers.payments(user).stream()
                .filter(payment -> "failed".equals(payment.get("status")))
                .findFirst()
                .orElseThrow()
                .get("provider_invoice_id");
        stripe.payInvoice(invoice);

        Awaiting.until("active", () -> "active".equals(status(user)));
        Awaiting.until(
                "two payments",
                () -> buyers.payments(user).stream()
                                .filter(payment -> "succeeded".equals(payment.get("status")))
                                .count()
                        == 2);
        Awaiting.until("a mail", () -> mails(user).contains("Subscription Updated"));
        assertThat(mails(user)).filteredOn("Subscription Updated"::equals).hasSize(1);
        assertThat(mails(user).stream().filter("Invoice Payment Failed"::equals).count())
                .isEqualTo(((Integer) buyers.payments(user).stream()
                                .filter(payment -> invoice.equals(payment.get("provider_invoice_id")))
                                .findFirst()
                                .orElseThrow()
                                .get("failed_attempt"))
                        .longValue());
    }

    private String status(TestUser user) {
        return (String) buyers.subscriptions(user).getFirst().get("status");
    }

    private static List<String> mails(TestUser user) {
        return TestMails.subjects(user.user().email());
    }
}
