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
        Debtor debtor = debtors.clocked("paymob", START);
        Invoice invoice = debtors.invoice(debtor, 19000, START);
        debtors.moveTo(debtor, START.plusSeconds(1));
        String key = "collect:" + invoice.id() + ":1";
        String transaction = paymob.transaction(paymob.pay(key)).path("id").asString();
        debtors.run("update collection_attempts set poll_at = '%s' where invoice_id = '%s'"
                .formatted(START.plusSeconds(60), invoice.id()));
        debtors.moveTo(debtor, START.plusSeconds(60));
        assertThat(debtors.booked(invoice)).containsExactly(transaction);
        paymob.acceptInSilence("/api/acceptance/void_refund/refund", 1);

        credit(invoice, 19000);

        Awaiting.until("it has gone back", () -> noteStatus(invoice).equals(List.of("succeeded")));
        assertThat(paymob.called("/api/acceptance/void_refund/refund")).isPositive();
        assertThat(refunds(invoice)).containsExactly(19000L);
        assertThat(debtors.payment(invoice)).containsEntry("status", "refunded");
        assertThat(debtors.faults(debtor)).isEmpty();
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
                .isNull();

        assertThat(noteStatus(invoice)).containsExactly("succeeded");
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    /** Paymob knows no idempotency keys: what may still be under way must not be asked for again. */
    @Test
    void asksPaymobNoSecondTimeWhileTheFirstMayStillBeDone() {
        String path = "/api/acceptance/void_refund/refund";
        Debtor debtor = debtors.clocked("paymob", START);
        Invoice invoice = debtors.invoice(debtor, 19000, START);
        debtors.moveTo(debtor, START.plusSeconds(1));
        String transaction = paymob.transaction(paymob.pay("collect:" + invoice.id() + ":1"))
                .path("id")
                .asString();
        debtors.run("update collection_attempts set poll_at = '%s' where invoice_id = '%s'"
                .formatted(START.plusSeconds(60), invoice.id()));
        debtors.moveTo(debtor, START.plusSeconds(60));
        long before = paymob.called(path);
        paymob.lose(path, 1);

        credit(invoice, 5000);

        Awaiting.until(
                "it has looked",
                () -> paymob.called("/api/acceptance/transactions/" + transaction) > 0
                        && (paymob.called("/api/acceptance/transactions/" + transaction) > 1
                                || !noteStatus(invoice).equals(List.of("pending"))));
        assertThat(paymob.called(path)).isEqualTo(before + 1);
        clock.advance(Duration.ofMinutes(11));
        Awaiting.until("it has gone back", () -> noteStatus(invoice).equals(List.of("succeeded")));
        assertThat(paymob.called(path)).isEqualTo(before + 2);
        assertThat(refunds(invoice)).containsExactly(5000L);
        assertThat(debtors.faults(debtor)).isEmpty();
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
