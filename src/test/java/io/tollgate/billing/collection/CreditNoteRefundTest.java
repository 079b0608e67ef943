package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestPaymob;
import io.tollgate.TestStripe;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.CreditNote;
import io.tollgate.billing.invoice.CreditNoteResult;
import io.tollgate.billing.invoice.CreditNotes;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceStatus;
import io.tollgate.billing.plan.Money;
import io.tollgate.fakepaymob.Callback;
import io.tollgate.fakepaymob.FakePaymob;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.stripeemulator.Controls;
import io.tollgate.stripeemulator.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.reactive.TransactionalOperator;

/** What a credit note gives back goes the way it came, once. */
@IntegrationTest
class CreditNoteRefundTest {

    private static final String REFUND = "/api/acceptance/void_refund/refund";
    private static final Instant START = Instant.parse("2027-09-06T10:00:00Z");

    @Autowired
    private ApplicationContext application;

    @Autowired
    private CreditNotes notes;

    @Autowired
    private MutableClock clock;

    @Autowired
    private NoteRefunds refunds;

    @Autowired
    private ReturningByHand returning;

    @Autowired
    private TransactionalOperator tx;

    private final Controls stripe = TestStripe.controls();
    private final FakePaymob paymob = TestPaymob.paymob();
    private Debtors debtors;

    @BeforeEach
    void setUp() {
        debtors = new Debtors(application);
    }

    @AfterEach
    void mend() {
        debtors.mendProviders();
    }

    @Test
    void givesBackAtStripeThoughTheFirstAnswerIsLost() {
        Debtor debtor = debtors.clocked("stripe", START);
        debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        debtors.moveTo(debtor, START.plusSeconds(1));
        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        stripe.fail(Fault.reset().performing().on("POST", "/v1/refunds").times(3));

        credit(invoice, 500);

        Awaiting.until("it has gone back", () -> noteStatus(invoice).equals(List.of("succeeded")));
        assertThat(refunds(invoice)).containsExactly(500L);
        assertThat(debtors.payment(invoice)).containsEntry("status", "partially_refunded");
        Awaiting.until("a mail", () -> debtors.mails(debtor, "Refund Issued") == 1);
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    @Test
    void givesBackAtPaymobThoughTheFirstAnswerIsLost() {
        Invoice invoice = paidAtPaymob();
        assertThat(debtors.booked(invoice)).hasSize(1);
        paymob.acceptInSilence(REFUND, 1);

        credit(invoice, 19000);

        Awaiting.until("it has gone back", () -> noteStatus(invoice).equals(List.of("succeeded")));
        assertThat(paymob.called(REFUND)).isPositive();
        assertThat(refunds(invoice)).containsExactly(19000L);
        assertThat(debtors.payment(invoice)).containsEntry("status", "refunded");
        assertThat(debtors.faults(invoice.userId())).isEmpty();
    }

    /** The work on it was late, and meanwhile somebody has given it back by hand. */
    @Test
    void givesNothingBackThatWentBackByHand() {
        Debtor debtor = debtors.clocked("stripe", START);
        debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        debtors.moveTo(debtor, START.plusSeconds(1));
        CreditNote note = notes.issue(invoice.id(), new CreditNotes.Wish(null, 500L, "goodwill", true), null)
                .cast(CreditNoteResult.Issued.class)
                .map(CreditNoteResult.Issued::note)
                .delayUntil(issued -> returning.note(
                        issued.id(), "TX-1", AuditEntry.of("credit_note.refunded_by_hand", RequestFacts.NONE)))
                .as(tx::transactional)
                .block();

        assertThat(refunds.intend(note.id(), invoice.id(), new Money(500, "USD"))
                        .block())
                .isInstanceOf(RefundIntent.Nothing.class);

        assertThat(noteStatus(invoice)).containsExactly("succeeded");
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    /** Paymob knows no idempotency keys: what may still be under way must not be asked for again. */
    @Test
    void asksPaymobNoSecondTimeWhileTheFirstMayStillBeDone() {
        Invoice invoice = paidAtPaymob();
        String transaction = String.valueOf(debtors.booked(invoice).getFirst());
        long before = paymob.called(REFUND);
        paymob.lose(REFUND, 1);

        credit(invoice, 5000);

        Awaiting.until(
                "it has looked",
                () -> paymob.called("/api/acceptance/transactions/" + transaction) > 0
                        && (paymob.called("/api/acceptance/transactions/" + transaction) > 1
                                || !noteStatus(invoice).equals(List.of("pending"))));
        assertThat(paymob.called(REFUND)).isEqualTo(before + 1);
        clock.advance(Duration.ofMinutes(11));
        Awaiting.until("it has gone back", () -> noteStatus(invoice).equals(List.of("succeeded")));
        assertThat(paymob.called(REFUND)).isEqualTo(before + 2);
        assertThat(refunds(invoice)).containsExactly(5000L);
        assertThat(debtors.faults(invoice.userId())).isEmpty();
    }

    /** Paymob says only how much has gone back in all, so what is done for one must not be taken for another. */
    @Test
    void givesBackAtPaymobOneAfterTheOtherAndCountsFromWhatHadGoneBackBefore() {
        Invoice invoice = paidAtPaymob();
        String transaction = String.valueOf(debtors.booked(invoice).getFirst());
        // On the dashboard, and we have not heard of it.
        paymob.refund(transaction, 4000);
        long before = paymob.called(REFUND);
        paymob.lose(REFUND, 1);

        credit(invoice, 3000);
        Awaiting.until("the first has no answer", () -> paymob.called(REFUND) == before + 1);
        credit(invoice, 5000);
        Awaiting.until("the second waits, too", () -> waiting(invoice) == 2);

        assertThat(paymob.called(REFUND)).isEqualTo(before + 1);
        clock.advance(Duration.ofMinutes(11));
        Awaiting.until("the first has gone back", () -> noteStatus(invoice).contains("succeeded"));
        clock.advance(Duration.ofMinutes(11));
        Awaiting.until("both have", () -> noteStatus(invoice).equals(List.of("succeeded", "succeeded")));
        assertThat(paymob.returned(transaction)).isEqualTo(12_000);
        assertThat(paymob.called(REFUND)).isEqualTo(before + 3);
        assertThat(refunds(invoice)).containsExactlyInAnyOrder(3000L, 5000L);
        assertThat(debtors.faults(invoice.userId())).isEmpty();
    }

    /** The key was rolled, and what is to go back was not refused. */
    @Test
    void asksPaymobAgainWhenItIsNotLetIn() {
        Invoice invoice = paidAtPaymob();
        long before = paymob.called(REFUND);
        paymob.lockOut(REFUND, 1);

        credit(invoice, 5000);
        Awaiting.until("it is not let in", () -> paymob.called(REFUND) == before + 1);
        clock.advance(Duration.ofMinutes(11));

        Awaiting.until("it has gone back", () -> noteStatus(invoice).equals(List.of("succeeded")));
        assertThat(refunds(invoice)).containsExactly(5000L);
    }

    /** Work on it that waits for its time: neither due at once, nor sent and put off for a day. */
    private long waiting(Invoice invoice) {
        return debtors.query("""
                        select 1 from outbox where type = 'collection.refund' and key = '%s'
                            and available_at between created_at + interval '1 second' and created_at + interval '12 hours'
                        """.formatted(invoice.id())).size();
    }

    private Invoice paidAtPaymob() {
        Debtor debtor = debtors.clocked("paymob", START);
        Invoice invoice = debtors.invoice(debtor, 19000, START);
        debtors.moveTo(debtor, START.plusSeconds(1));
        Callback _ = paymob.pay("collect:" + invoice.id() + ":1");
        debtors.run("update collection_attempts set poll_at = '%s' where invoice_id = '%s'"
                .formatted(START.plusSeconds(60), invoice.id()));
        debtors.moveTo(debtor, START.plusSeconds(60));
        return invoice;
    }

    private void credit(Invoice invoice, long cents) {
        assertThat(notes.issue(invoice.id(), new CreditNotes.Wish(null, cents, "goodwill", true), null)
                        .block())
                .isNotNull();
    }

    private List<Object> noteStatus(Invoice invoice) {
        return column("select refund_status as value from credit_notes where invoice_id = '%s'", invoice);
    }

    private List<Object> refunds(Invoice invoice) {
        return column("select amount_cents as value from refunds where payment_id = '%s'", invoice);
    }

    private List<Object> column(String sql, Invoice invoice) {
        return debtors.query(sql.formatted(invoice.id())).stream()
                .map((Map<String, Object> row) -> row.get("value"))
                .toList();
    }
}
