package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.Mailbox;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoicePayments;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A debt may grow old while nobody is there to warn of it. */
class UnwarnedTest extends DunningFixture {

    private static final String WARNING = "Your Invoice Is Overdue";
    private static final String BLOCKED = "Access Suspended";
    private static final String ENDED = "Subscription Ended for Non-Payment";

    @Autowired
    private Consequences consequences;

    @Autowired
    private CollectionMoments moments;

    @Autowired
    private InvoicePayments payments;

    @Test
    void endsNothingOfWhichNobodyWasWarned() {
        Debtor debtor = debtors.clocked("manual", START);
        Instant back = owed(debtors.invoice(debtor, 1900, START), 25);

        follow(debtor, back);
        assertThat(debtors.overdue(debtor)).isEqualTo("warning");
        assertThat(debtors.status(debtor)).isEqualTo("active");
        assertThat(mail(debtor, WARNING)).contains("access will be suspended on " + dayAfter(back, 4));
        assertThat(moments.next(debtor.id(), Instant.MAX).block()).isEqualTo(back.plus(Duration.ofDays(4)));

        follow(debtor, back.plus(Duration.ofDays(4)).minusSeconds(1));
        assertThat(debtors.overdue(debtor)).isEqualTo("warning");
        assertThat(debtors.status(debtor)).isEqualTo("active");
        follow(debtor, back.plus(Duration.ofDays(4)));
        assertThat(debtors.overdue(debtor)).isEqualTo("blocked");
        assertThat(debtors.status(debtor)).isEqualTo("unpaid");
        assertThat(mail(debtor, BLOCKED)).contains("your subscription will end on " + dayAfter(back, 11));

        follow(debtor, back.plus(Duration.ofDays(11)).minusSeconds(1));
        assertThat(debtors.overdue(debtor)).isEqualTo("blocked");
        assertThat(debtors.status(debtor)).isEqualTo("unpaid");
        follow(debtor, back.plus(Duration.ofDays(11)));
        assertThat(debtors.overdue(debtor)).isEqualTo("cancelled");
        assertThat(debtors.status(debtor)).isEqualTo("canceled");
        assertThat(mail(debtor, ENDED)).contains("your subscription has ended");
    }

    @Test
    void closesBeforeItEndsWhateverWasToldOfAnotherDebt() {
        Debtor debtor = debtors.clocked("manual", START);
        Invoice first = debtors.invoice(debtor, 1900, START);
        debtors.moveTo(debtor, owed(first, 22));
        assertThat(debtors.overdue(debtor)).isEqualTo("cancelled");
        Debtor again = debtors.again(debtor, "manual");
        Instant back = owed(debtors.invoice(again, 1900, owed(first, 22)), 25);

        follow(again, back);
        assertThat(debtors.status(again)).isEqualTo("unpaid");
        assertThat(moments.next(again.id(), Instant.MAX).block()).isEqualTo(back.plus(Duration.ofDays(7)));
        Awaiting.until("a mail", () -> debtors.mails(again, BLOCKED) == 2);
        assertThat(Mailbox.of(again.user().user().email()).all())
                .anySatisfy(mail -> assertThat(mail.text()).contains("will end on " + dayAfter(back, 7)));

        follow(again, back.plus(Duration.ofDays(7)).minusSeconds(1));
        assertThat(debtors.status(again)).isEqualTo("unpaid");
        follow(again, back.plus(Duration.ofDays(7)));
        assertThat(debtors.status(again)).isEqualTo("canceled");
    }

    @Test
    void changesNoDayOfWhoIsServedAllTheTime() {
        Debtor debtor = debtors.clocked("manual", START);
        Invoice invoice = debtors.invoice(debtor, 1900, START);

        debtors.moveTo(debtor, owed(invoice, 10).minusSeconds(1));
        assertThat(debtors.overdue(debtor)).isEqualTo("clear");
        debtors.moveTo(debtor, owed(invoice, 10));
        assertThat(debtors.overdue(debtor)).isEqualTo("warning");
        debtors.moveTo(debtor, owed(invoice, 14).minusSeconds(1));
        assertThat(debtors.status(debtor)).isEqualTo("active");
        debtors.moveTo(debtor, owed(invoice, 14));
        assertThat(debtors.status(debtor)).isEqualTo("unpaid");
        debtors.moveTo(debtor, owed(invoice, 21).minusSeconds(1));
        assertThat(debtors.status(debtor)).isEqualTo("unpaid");
        debtors.moveTo(debtor, owed(invoice, 21));
        assertThat(debtors.status(debtor)).isEqualTo("canceled");
        assertThat(mail(debtor, WARNING)).contains("access will be suspended on " + dayAfter(invoice.dueAt(), 14));
        assertThat(mail(debtor, BLOCKED)).contains("your subscription will end on " + dayAfter(invoice.dueAt(), 21));
    }

    /** They were warned already, of what they have paid. */
    @Test
    void changesNoDayOfWhatIsLeftWhenAnOlderDebtIsPaid() {
        Debtor debtor = debtors.clocked("manual", START);
        Invoice first = debtors.invoice(debtor, 1900, START);
        Invoice second = debtors.invoice(debtor, 700, day(8));
        debtors.moveTo(debtor, owed(first, 19));
        assertThat(debtors.status(debtor)).isEqualTo("unpaid");

        Invoice _ = payments.record(first.id(), 1900, "manual", first.id() + ":late")
                .block();

        assertThat(debtors.overdue(debtor)).isEqualTo("warning");
        assertThat(debtors.status(debtor)).isEqualTo("active");
        debtors.moveTo(debtor, owed(second, 14).minusSeconds(1));
        assertThat(debtors.status(debtor)).isEqualTo("active");
        debtors.moveTo(debtor, owed(second, 14));
        assertThat(debtors.status(debtor)).isEqualTo("unpaid");
        debtors.moveTo(debtor, owed(second, 21).minusSeconds(1));
        assertThat(debtors.status(debtor)).isEqualTo("unpaid");
        debtors.moveTo(debtor, owed(second, 21));
        assertThat(debtors.status(debtor)).isEqualTo("canceled");
    }

    private void follow(Debtor debtor, Instant now) {
        consequences.follow(debtor.id(), now).block();
    }

    private static String mail(Debtor debtor, String subject) {
        return Mailbox.of(debtor.user().user().email()).await(subject).text();
    }

    /** When an invoice has been owed for so long. */
    private static Instant owed(Invoice invoice, int days) {
        return invoice.dueAt().plus(Duration.ofDays(days));
    }

    private static String dayAfter(Instant time, int days) {
        return time.plus(Duration.ofDays(days)).toString().substring(0, 10);
    }
}
