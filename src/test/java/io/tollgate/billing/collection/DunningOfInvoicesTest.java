package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestStripe;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceStatus;
import io.tollgate.stripeemulator.Controls;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

/** From the first attempt that fails to the payment, or to the end. */
@IntegrationTest
class DunningOfInvoicesTest {

    private static final Instant START = Instant.parse("2027-09-06T10:00:00Z");
    private static final String FAILED = "Invoice Payment Failed";

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private Overdue overdue;

    private final Controls stripe = TestStripe.controls();
    private Debtors debtors;

    @BeforeEach
    void setUp() {
        debtors = new Debtors(application);
    }

    /** [retry-kb-schedule], [overdue-kb-states] */
    @Test
    void triesOnTheDaysOfTheScheduleAndEndsByAgeAlone() {
        Debtor debtor = debtors.clocked("stripe", START);
        stripe.cardDeclines(debtors.withCard(debtor), true);
        Invoice invoice = debtors.invoice(debtor, 1900, START);

        debtors.moveTo(debtor, day(1));
        assertThat(debtors.status(debtor)).isEqualTo("past_due");
        debtors.moveTo(debtor, day(9));
        assertThat(debtors.overdue(debtor)).isEqualTo("clear");
        debtors.moveTo(debtor, day(10));
        assertThat(debtors.overdue(debtor)).isEqualTo("warning");
        assertThat(debtors.status(debtor)).isEqualTo("past_due");
        debtors.moveTo(debtor, day(14));
        assertThat(debtors.overdue(debtor)).isEqualTo("blocked");
        assertThat(debtors.status(debtor)).isEqualTo("unpaid");
        debtors.moveTo(debtor, day(40));

        assertThat(debtors.overdue(debtor)).isEqualTo("cancelled");
        assertThat(debtors.status(debtor)).isEqualTo("canceled");
        assertThat(days(invoice)).containsExactly("2027-09-06", "2027-09-07", "2027-09-15", "2027-09-19", "2027-09-26");
        assertThat(debtors.attempts(invoice, "code")).containsOnly("generic_decline");
        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.OPEN);
        Awaiting.until("all mails", () -> debtors.mails(debtor, "") == 9);
        assertThat(debtors.mails(debtor, FAILED)).isEqualTo(5);
        assertThat(debtors.mails(debtor, "Your Invoice Is Overdue")).isEqualTo(1);
        assertThat(debtors.mails(debtor, "Access Suspended")).isEqualTo(1);
        assertThat(debtors.mails(debtor, "Subscription Ended")).isEqualTo(1);
        assertThat(Mailbox.of(debtor.user().user().email()).all())
                .allSatisfy(mail -> assertThat(mail.text()).contains("/billing/invoices/" + invoice.id()))
                .anySatisfy(mail -> assertThat(mail.text()).contains("We will try again on 2027-09-15"));
        assertThat(debtors.payment(invoice)).containsEntry("status", "failed").containsEntry("attempts", 5);
    }

    @Test
    void restoresWhatALatePaymentPaysFor() {
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);
        stripe.cardDeclines(customer, true);
        Invoice first = debtors.invoice(debtor, 1900, START);
        debtors.moveTo(debtor, day(8));
        Invoice second = debtors.invoice(debtor, 700, day(8));
        debtors.moveTo(debtor, day(20));
        assertThat(debtors.status(debtor)).isEqualTo("unpaid");
        stripe.cardDeclines(customer, false);

        String page = Buyers.sessionOf(url(debtor, first));
        stripe.pay(page);

        Awaiting.until("it is paid", () -> debtors.again(first).status() == InvoiceStatus.PAID);
        assertThat(debtors.status(debtor)).isEqualTo("past_due");
        assertThat(debtors.overdue(debtor)).isEqualTo("warning");
        debtors.moveTo(debtor, day(29));
        assertThat(debtors.again(second).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(debtors.status(debtor)).isEqualTo("active");
        assertThat(debtors.overdue(debtor)).isEqualTo("clear");
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    @Test
    void doesNotTryACardAgainThatWillNeverDo() {
        Debtor debtor = debtors.clocked("stripe", START);
        stripe.cardDeclines(debtors.withCard(debtor), "stolen_card");
        Invoice invoice = debtors.invoice(debtor, 1900, START);

        debtors.moveTo(debtor, day(12));

        assertThat(debtors.attempts(invoice, "code")).containsExactly("stolen_card");
        assertThat(debtors.status(debtor)).isEqualTo("past_due");
        assertThat(debtors.overdue(debtor)).isEqualTo("warning");
    }

    @Test
    void countsFromTheDayOnWhichATransferIsDue() {
        Debtor debtor = debtors.clocked("manual", START);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        Duration terms = Duration.between(invoice.issuedAt(), invoice.dueAt());

        debtors.moveTo(debtor, day(9).plus(terms));
        assertThat(debtors.overdue(debtor)).isEqualTo("clear");
        debtors.moveTo(debtor, day(14).plus(terms));

        assertThat(debtors.overdue(debtor)).isEqualTo("blocked");
        assertThat(debtors.status(debtor)).isEqualTo("unpaid");
        assertThat(debtors.attempts(invoice)).isEmpty();
        overdue.worsen(debtor.id(), day(14).plus(terms)).block();
        Awaiting.until("mails", () -> debtors.mails(debtor, "") == 3);
    }

    private String url(Debtor debtor, Invoice invoice) {
        return (String) debtors.pay(http, debtor, invoice)
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody()
                .get("payment_url");
    }

    private List<String> days(Invoice invoice) {
        return debtors.attempts(invoice, "planned_at").stream()
                .map(at -> ((OffsetDateTime) at).toInstant().toString().substring(0, 10))
                .toList();
    }

    private static Instant day(int number) {
        return START.plus(Duration.ofDays(number));
    }
}
