package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.Mailbox;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.CreditNoteResult;
import io.tollgate.billing.invoice.CreditNotes;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceDraft;
import io.tollgate.billing.invoice.InvoicePayments;
import io.tollgate.billing.invoice.Invoices;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/** What is enough to be gone after may change, and so may what is left of a debt. */
class LeastDebtsTest extends DunningFixture {

    @Autowired
    private InvoicePayments payments;

    @Autowired
    private CreditNotes notes;

    @Autowired
    private Invoices invoices;

    @Autowired
    private Consequences consequences;

    @Autowired
    private DatabaseClient db;

    @Test
    void opensAgainOnceWhatIsLeftIsTooLittle() {
        Debtor debtor = debtors.clocked("manual", START).in("NOK");
        Invoice paid = closedFor(debtor, 6000, START);
        assertThat(debtors.overdue(debtor)).isEqualTo("blocked");
        payments.record(paid.id(), 1001, "manual", paid.id() + ":part").block();
        assertThat(debtors.overdue(debtor)).isEqualTo("clear");
        assertThat(debtors.status(debtor)).isEqualTo("active");

        Debtor another = debtors.clocked("manual", START).in("NOK");
        Invoice credited = closedFor(another, 6000, START);
        CreditNoteResult _ = notes.issue(credited.id(), new CreditNotes.Wish(null, 1000L, "goodwill", false), null)
                .block();
        assertThat(debtors.status(another)).isEqualTo("unpaid");
        CreditNoteResult _ = notes.issue(credited.id(), new CreditNotes.Wish(null, 1L, "goodwill", false), null)
                .block();
        assertThat(debtors.overdue(another)).isEqualTo("clear");
        assertThat(debtors.status(another)).isEqualTo("active");
    }

    @Test
    void warnsAnewOfWhatWasTooLittleMeanwhile() {
        Debtor debtor = debtors.clocked("manual", START).in("NOK");
        Invoice first = debtors.invoice(debtor, 6000, START);
        Instant warned = first.dueAt().plus(Duration.ofDays(10));
        debtors.moveTo(debtor, warned);
        assertThat(debtors.overdue(debtor)).isEqualTo("warning");
        payments.record(first.id(), 1001, "manual", first.id() + ":part").block();
        assertThat(debtors.overdue(debtor)).isEqualTo("clear");

        Invoice second = debtors.invoice(debtor, 1, warned);
        debtors.moveTo(debtor, second.dueAt().plus(Duration.ofDays(10)));

        assertThat(debtors.overdue(debtor)).isEqualTo("warning");
        Awaiting.until("a second warning", () -> debtors.mails(debtor, "Your Invoice Is Overdue") == 2);
        String blocked = second.dueAt().plus(Duration.ofDays(14)).toString().substring(0, 10);
        assertThat(Mailbox.of(debtor.user().user().email()).all())
                .anySatisfy(mail -> assertThat(mail.text()).contains("access will be suspended on " + blocked));
    }

    /** As after a restart with {@code USD:5000} taken out. */
    @Test
    void triesAgainWhatWasHeldBackOnceAnythingIsEnough() {
        Debtor debtor = debtors.clocked("stripe", START);
        stripe.cardDeclines(debtors.withCard(debtor), true);
        Invoice invoice = debtors.invoice(debtor, 3000, START);
        debtors.moveTo(debtor, START.plusSeconds(60));
        debtors.run("update collections set held_back = true, next_attempt_at = null where invoice_id = '%s'"
                .formatted(invoice.id()));
        debtors.run("update subscriptions set status = 'active' where id = '%s'".formatted(debtor.subscriptionId()));

        consequences.follow(debtor.id(), day(5)).block();

        assertThat(debtors.status(debtor)).isEqualTo("past_due");
        assertThat(debtors.collection(invoice)).containsEntry("held_back", false);
        assertThat(((OffsetDateTime) debtors.collection(invoice).get("next_attempt_at")).toInstant())
                .isEqualTo(day(6));
    }

    /** As after a restart with {@code NOK:5000} put in. */
    @Test
    void easesWhatHadConsequencesOnceItIsTooLittle() {
        Debtor debtor = debtors.clocked("manual", START).in("NOK");
        Invoice _ = debtors.invoice(debtor, 3000, START);
        debtors.run("insert into overdue_customers (user_id, state, changed_at) values ('%s', 'blocked', now())"
                .formatted(debtor.id()));
        debtors.run("update subscriptions set status = 'unpaid' where id = '%s'".formatted(debtor.subscriptionId()));

        consequences.follow(debtor.id(), day(60)).block();

        assertThat(debtors.overdue(debtor)).isEqualTo("clear");
        assertThat(debtors.status(debtor)).isEqualTo("active");
    }

    /** More than are looked at together. */
    @Test
    void triesAllAgainThatAreEnoughTogether() {
        Debtor debtor = debtors.clocked("manual", START).in("NOK");
        List<InvoiceDraft> drafts = IntStream.range(0, 201)
                .mapToObj(i -> debtors.draft(debtor, 25, START.plusSeconds(i)))
                .toList();
        long _ = Flux.fromIterable(drafts)
                .buffer(200)
                .concatMap(invoices::issue)
                .count()
                .block();
        long _ = db.sql("update collections set held_back = true, failures = 1 where user_id = '%s'"
                        .formatted(debtor.id()))
                .fetch()
                .rowsUpdated()
                .block();

        consequences.follow(debtor.id(), day(1)).block();
        consequences.follow(debtor.id(), day(1)).block();

        assertThat(debtors.query(
                        "select from collections where user_id = '%s' and (held_back or next_attempt_at is null)"
                                .formatted(debtor.id())))
                .isEmpty();
    }

    private Invoice closedFor(Debtor debtor, long cents, Instant at) {
        Invoice invoice = debtors.invoice(debtor, cents, at);
        debtors.moveTo(debtor, invoice.dueAt().plus(Duration.ofDays(14)));
        assertThat(debtors.status(debtor)).isEqualTo("unpaid");
        return invoice;
    }
}
