package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.Mailbox;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** From the first attempt that fails to the payment, or to the end. */
class DunningOfInvoicesTest extends DunningFixture {

    private static final String FAILED = "Invoice Payment Failed";

    @Autowired
    private Overdue overdue;

    @Test
    @DisplayName("retry-kb-schedule, overdue-kb-states: tries on 6, 7, 15, 19 and 26 September; warned, blocked, ended")
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

    /** Who owes for one that has ended does not have the next one for nothing. */
    @Test
    void closesEachSubscriptionForWhatIsOwedForItselfWhateverWasToldBefore() {
        Debtor debtor = debtors.clocked("stripe", START);
        stripe.cardDeclines(debtors.withCard(debtor), "stolen_card");
        Invoice _ = debtors.invoice(debtor, 1900, START);
        debtors.moveTo(debtor, day(22));
        assertThat(debtors.overdue(debtor)).isEqualTo("cancelled");
        Debtor again = debtors.again(debtor, "stripe");
        Invoice second = debtors.invoice(again, 1900, day(22));

        debtors.moveTo(again, day(35));
        assertThat(debtors.status(again)).isEqualTo("past_due");
        debtors.moveTo(again, day(36));
        assertThat(debtors.status(again)).isEqualTo("unpaid");
        debtors.moveTo(again, day(44));

        assertThat(debtors.status(again)).isEqualTo("canceled");
        overdue.worsen(debtor.id(), day(45)).block();
        Awaiting.until("mails", () -> debtors.mails(debtor, "Subscription Ended") == 2);
        Awaiting.until("those before them", () -> debtors.mails(debtor, "Access Suspended") == 2);
        assertThat(Mailbox.of(debtor.user().user().email()).all())
                .filteredOn(mail -> mail.text().contains("/billing/invoices/" + second.id()))
                .extracting(mail -> mail.subject())
                .contains("Access Suspended", "Subscription Ended for Non-Payment");
    }

    /** What is owed for one that has ended closes nothing, and keeps nothing closed. */
    @Test
    void restoresWhatIsPaidForThoughSomethingElseIsOwedForLong() {
        Debtor debtor = debtors.clocked("manual", START);
        Invoice old = debtors.invoice(debtor, 1900, START);
        debtors.run(
                "update subscriptions set status = 'canceled', canceled_at = now(), ended_at = now() where id = '%s'"
                        .formatted(debtor.subscriptionId()));
        Debtor again = debtors.again(debtor, "stripe");
        String customer = debtors.withCard(again);
        stripe.cardDeclines(customer, true);
        Instant later = old.dueAt().plus(Duration.ofDays(15));
        debtors.moveTo(again, later);
        assertThat(debtors.overdue(again)).isEqualTo("blocked");
        Invoice invoice = debtors.invoice(again, 700, later);
        debtors.moveTo(again, later.plusSeconds(1));
        assertThat(debtors.status(again)).isEqualTo("past_due");
        stripe.cardDeclines(customer, false);

        debtors.moveTo(again, later.plus(Duration.ofDays(2)));

        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(debtors.status(again)).isEqualTo("active");
        assertThat(debtors.overdue(again)).isEqualTo("blocked");
        assertThat(debtors.mails(again, "Access Suspended")).isZero();
    }
}
