package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestStripe;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.CreditNoteResult;
import io.tollgate.billing.invoice.CreditNotes;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceStatus;
import io.tollgate.billing.stripe.StripeCharges;
import io.tollgate.stripeemulator.Controls;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What the payer's bank takes back of an invoice of our own, and what is given back of it at Stripe itself. */
@IntegrationTest
class StripeReturnsTest {

    @Autowired
    private ApplicationContext application;

    @Autowired
    private StripeCharges charges;

    @Autowired
    private CreditNotes notes;

    private final Controls stripe = TestStripe.controls();
    private Debtors debtors;
    private Debtor debtor;
    private Invoice invoice;

    @BeforeEach
    void pay() {
        debtors = new Debtors(application);
        debtor = debtors.of("stripe");
        debtors.withCard(debtor);
        invoice = debtors.invoice(debtor, 1900);
        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
    }

    @AfterEach
    void mend() {
        int _ = stripe.discardHeldWebhooks();
        debtors.mendProviders();
    }

    @Test
    void writesOffWhatWasLostInADisputeAndEndsItsSubscriptionOnce() {
        String dispute = stripe.openDispute(charge());
        Awaiting.until("it is disputed", () -> status().equals("disputed"));
        assertThat(debtors.status(debtor)).isEqualTo("active");
        stripe.holdWebhooks();
        stripe.closeDispute(dispute, false);
        stripe.releaseWebhooks("charge.dispute.closed", "charge.dispute.closed");

        Awaiting.until("it has ended", () -> debtors.status(debtor).equals("canceled"));
        Awaiting.until("it is written off", () -> returns().size() == 1);
        assertThat(status()).isEqualTo("reversed");
        assertThat(returns().getFirst())
                .containsEntry("cause", "dispute")
                .containsEntry("written_off", 1900L)
                .containsEntry("credited", 0L);
        assertThat(ledger()).containsEntry("written_off", 1900L).containsEntry("open", 0L);
        assertThat(((Number) ledger().get("paid")).longValue()).isZero();
        assertThat(debtors.query("select 1 from invoices where user_id = '%s'".formatted(debtor.id())))
                .hasSize(1);
        assertThat(debtors.query("select next_run_at from engine_subscriptions where subscription_id = '%s'"
                        .formatted(debtor.subscriptionId())))
                .first()
                .satisfies(row -> assertThat(row.get("next_run_at")).isNull());
        Awaiting.until("a mail", () -> debtors.mails(debtor, "Subscription Canceled") == 1);
        assertThat(notes.issue(invoice.id(), new CreditNotes.Wish(null, 100L, "goodwill", true), null)
                        .block())
                .isInstanceOf(CreditNoteResult.NotCreditable.class);
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    @Test
    void changesNothingWhenADisputeIsWon() {
        String dispute = stripe.openDispute(charge());
        Awaiting.until("it is disputed", () -> status().equals("disputed"));
        stripe.closeDispute(dispute, true);

        Awaiting.until("it is ours again", () -> status().equals("succeeded"));
        assertThat(returns()).isEmpty();
        assertThat(debtors.status(debtor)).isEqualTo("active");
    }

    @Test
    void notesWhatWasGivenBackAtStripeItselfAndNeverGivesItBackAgain() {
        String charge = charge();
        String _ = stripe.refund(charge, 500L);
        Awaiting.until("the first", () -> refunded() == 500);
        String _ = stripe.refund(charge, 300L);
        Awaiting.until("the second", () -> refunded() == 800);

        assertThat(noted()).containsExactly(500L, 300L);
        assertThat(debtors.payment(invoice))
                .containsEntry("status", "partially_refunded")
                .containsEntry("refunded_cents", 800L);
        assertThat(debtors.status(debtor)).isEqualTo("active");
        assertThat(notes.issue(invoice.id(), new CreditNotes.Wish(null, null, "all", true), null)
                        .block())
                .isInstanceOfSatisfying(
                        CreditNoteResult.Issued.class,
                        issued -> assertThat(issued.note().refundAmount()).isEqualTo(1100));
        Awaiting.until(
                "all has gone back",
                () -> debtors.payment(invoice).get("status").equals("refunded"));
        assertThat(returns()).hasSize(2);
        assertThat(refunded()).isEqualTo(1900);
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    private String charge() {
        String intent = (String) debtors.booked(invoice).getFirst();
        return charges.list(intent).blockFirst().id();
    }

    private String status() {
        return (String) debtors.payment(invoice).get("status");
    }

    private long refunded() {
        return debtors.again(invoice).amountRefunded();
    }

    private List<Object> noted() {
        return debtors
                .query("select refund_amount from credit_notes where invoice_id = '%s' order by sequence"
                        .formatted(invoice.id()))
                .stream()
                .map(row -> row.get("refund_amount"))
                .toList();
    }

    private List<Map<String, Object>> returns() {
        return debtors.query("select * from invoice_returns where invoice_id = '%s'".formatted(invoice.id()));
    }

    private Map<String, Object> ledger() {
        return debtors.query("select * from invoice_ledger where id = '%s'".formatted(invoice.id()))
                .getFirst();
    }
}
