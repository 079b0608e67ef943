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
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** From 50.00 kroner on, and no sooner, is a debt gone after. */
class SmallDebtsTest extends DunningFixture {

    private static final String WARNING = "Your Invoice Is Overdue";

    @Test
    @DisplayName("dun-lago-*: 30.00 and 16.99 kroner are left alone, with 3.01 more all three are gone after")
    void goesAfterNoneUntilAllAreEnoughTogether() {
        Debtor debtor = debtors.clocked("stripe", START).in("NOK");
        String customer = debtors.withCard(debtor);
        stripe.cardDeclines(customer, true);
        Invoice first = debtors.invoice(debtor, 3000, START);
        debtors.moveTo(debtor, day(40));
        Invoice second = debtors.invoice(debtor, 1699, day(40));
        debtors.moveTo(debtor, day(80));

        assertThat(days(first)).containsExactly("2027-09-06");
        assertThat(days(second)).containsExactly("2027-10-16");
        assertThat(debtors.collection(first)).containsEntry("next_attempt_at", null);
        assertThat(debtors.status(debtor)).isEqualTo("active");
        assertThat(debtors.overdue(debtor)).isEqualTo("clear");
        assertThat(debtors.payment(first)).containsEntry("status", "failed");

        Invoice third = debtors.invoice(debtor, 301, day(80));
        debtors.moveTo(debtor, day(80).plusSeconds(1));
        assertThat(debtors.status(debtor)).isEqualTo("past_due");
        debtors.moveTo(debtor, day(90).minusSeconds(1));
        assertThat(debtors.overdue(debtor)).isEqualTo("clear");
        debtors.moveTo(debtor, day(90));
        assertThat(debtors.overdue(debtor)).isEqualTo("warning");
        assertThat(days(first)).containsExactly("2027-09-06", "2027-11-26", "2027-12-04");
        Awaiting.until("mails", () -> debtors.mails(debtor, "Invoice Payment Failed") == 7);

        stripe.cardDeclines(customer, false);
        debtors.moveTo(debtor, day(94));
        assertThat(List.of(first, second, third))
                .allMatch(invoice -> debtors.again(invoice).status() == InvoiceStatus.PAID);
        assertThat(debtors.status(debtor)).isEqualTo("active");
        assertThat(debtors.overdue(debtor)).isEqualTo("clear");
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    @Test
    void leavesAloneWhatIsTooLittleOnceMore() {
        Debtor debtor = debtors.clocked("stripe", START).in("NOK");
        String customer = debtors.withCard(debtor);
        stripe.cardDeclines(customer, true);
        Invoice first = debtors.invoice(debtor, 4999, START);
        debtors.moveTo(debtor, START.plusSeconds(60));
        assertThat(debtors.status(debtor)).isEqualTo("active");
        Invoice second = debtors.invoice(debtor, 3000, START.plusSeconds(60));
        debtors.moveTo(debtor, START.plusSeconds(61));
        assertThat(debtors.status(debtor)).isEqualTo("past_due");

        stripe.cardDeclines(customer, false);
        stripe.pay(Buyers.sessionOf(url(debtor, second)));
        stripe.cardDeclines(customer, true);
        Awaiting.until("it is paid", () -> debtors.again(second).status() == InvoiceStatus.PAID);
        assertThat(debtors.status(debtor)).isEqualTo("active");
        debtors.moveTo(debtor, day(40));

        // What was planned is done; nothing follows.
        assertThat(days(first)).containsExactly("2027-09-06", "2027-09-07");
        assertThat(debtors.status(debtor)).isEqualTo("active");
        assertThat(debtors.overdue(debtor)).isEqualTo("clear");
    }

    @Test
    void leavesTheRestAloneOfWhatWasTooLittleBefore() {
        Debtor debtor = debtors.clocked("stripe", START).in("NOK");
        stripe.cardDeclines(debtors.withCard(debtor), true);
        Invoice invoice = debtors.invoice(debtor, 4999, START);
        debtors.moveTo(debtor, START.plusSeconds(60));
        assertThat(debtors.collection(invoice)).containsEntry("held_back", true);

        debtors.transfer(invoice, 1000);

        assertThat(debtors.again(invoice).amountOpen()).isEqualTo(3999);
        assertThat(debtors.collection(invoice)).containsEntry("next_attempt_at", null);
    }

    /** Of a transfer from which a bank took its fee. */
    @Test
    void leavesTheRestAloneThatIsLessThanStripeCharges() {
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        debtors.transfer(invoice, 1880);

        debtors.moveTo(debtor, day(40));

        assertThat(debtors.again(invoice).amountOpen()).isEqualTo(20);
        assertThat(debtors.attempts(invoice, "amount_cents")).containsExactly(1880L);
        assertThat(stripe.charges(customer)).isZero();
        assertThat(debtors.collection(invoice)).containsEntry("next_attempt_at", null);
        assertThat(debtors.status(debtor)).isEqualTo("active");
        assertThat(debtors.overdue(debtor)).isEqualTo("clear");
        assertThat(debtors.mails(debtor, "Invoice Payment Failed")).isZero();
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    /** None of them can be charged, nor paid on a page. */
    @Test
    void leavesRestsAloneThatWouldBeEnoughTogether() {
        Debtor debtor = debtors.clocked("stripe", START);
        stripe.cardDeclines(debtors.withCard(debtor), true);
        debtors.transfer(declined(debtor, START), 1860);
        Invoice second = declined(debtor, day(30));
        assertThat(debtors.status(debtor)).isEqualTo("past_due");

        debtors.transfer(second, 1860);
        assertThat(debtors.status(debtor)).isEqualTo("active");
        debtors.moveTo(debtor, day(80));

        assertThat(debtors.status(debtor)).isEqualTo("active");
        assertThat(debtors.overdue(debtor)).isEqualTo("clear");
        assertThat(debtors.mails(debtor, WARNING)).isZero();
    }

    @Test
    void warnsOfWhatCanBePaidAndNotOfAnOlderRest() {
        Debtor debtor = debtors.clocked("stripe", START);
        stripe.cardDeclines(debtors.withCard(debtor), true);
        debtors.transfer(declined(debtor, START), 1860);
        Invoice second = declined(debtor, day(30));

        debtors.moveTo(debtor, day(40));

        assertThat(debtors.overdue(debtor)).isEqualTo("warning");
        assertThat(Mailbox.of(debtor.user().user().email()).await(WARNING).text())
                .contains(String.valueOf(second.number()));
    }

    private Invoice declined(Debtor debtor, Instant at) {
        Invoice invoice = debtors.invoice(debtor, 1900, at);
        debtors.moveTo(debtor, at.plusSeconds(1));
        return invoice;
    }

    @Test
    void asksForATransferWithoutConsequencesWhileItIsTooLittle() {
        Debtor debtor = debtors.clocked("manual", START).in("NOK");
        Invoice first = debtors.invoice(debtor, 4999, START);
        debtors.moveTo(debtor, first.dueAt().plus(Duration.ofDays(30)));
        assertThat(debtors.overdue(debtor)).isEqualTo("clear");

        Invoice second = debtors.invoice(debtor, 1, first.dueAt().plus(Duration.ofDays(30)));
        debtors.moveTo(debtor, second.dueAt().plus(Duration.ofDays(13)));
        assertThat(debtors.overdue(debtor)).isEqualTo("warning");
        assertThat(debtors.status(debtor)).isEqualTo("active");
        debtors.moveTo(debtor, second.dueAt().plus(Duration.ofDays(14)));

        assertThat(debtors.status(debtor)).isEqualTo("unpaid");
    }
}
