package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestUsers;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.CreditNotes;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceStatus;
import io.tollgate.billing.stripe.StripeCharges;
import io.tollgate.stripeemulator.Fault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.JsonNode;

/** What the product's own systems hear of an invoice of ours when money that paid it goes back or is lost: each change once. */
class ReturnedMoneyWebhooksTest extends DunningFixture {

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private StripeCharges charges;

    @Autowired
    private CreditNotes notes;

    private Listener listener;
    private Buyers buyers;
    private Debtor debtor;
    private Invoice invoice;
    private final List<String> expected =
            new ArrayList<>(List.of("invoice.finalized", "payment.succeeded", "invoice.paid"));

    @BeforeEach
    void pay() {
        listener = new Listener(http, users, debtors);
        buyers = new Buyers(http, users, db);
        debtor = debtors.of("stripe");
        debtors.withCard(debtor);
        invoice = debtors.invoice(debtor, 1900);
        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
    }

    @AfterEach
    void end() {
        int _ = stripe.discardHeldWebhooks();
        listener.close();
        debtors.mendProviders();
    }

    @Test
    void tellsOfAPaymentByCardAndOfWhatACreditNoteGaveBackOfIt() {
        JsonNode payment = listener.only(debtor, "payment.succeeded");
        assertThat(payment.path("id").asString()).isEqualTo(invoice.id().toString());
        assertThat(payment.path("provider").asString()).isEqualTo("stripe");
        assertThat(payment.path("user_id").asString()).isEqualTo(debtor.id().toString());
        assertThat(listener.only(debtor, "invoice.paid").path("amount_paid").asLong())
                .isEqualTo(1900);
        credit(400);
        Awaiting.until("it has gone back", () -> status().equals("partially_refunded"));

        JsonNode refunded = listener.only(debtor, "payment.refunded");
        assertThat(refunded.path("status").asString()).isEqualTo("partially_refunded");
        assertThat(refunded.path("refunded_cents").asLong()).isEqualTo(400);
        assertThat(refunded.at("/refund/amount_cents").asLong()).isEqualTo(400);
        toldAlso("invoice.credited", "payment.refunded");
    }

    @Test
    void tellsOfWhatWasLostInADisputeOnceThoughTwoEventsTellOfIt() {
        String charge = charges.list(intent()).blockFirst().id();
        stripe.holdWebhooks();
        String dispute = stripe.openDispute(charge);
        stripe.closeDispute(dispute, false);
        stripe.releaseWebhooks();
        Awaiting.until(
                "it is written off",
                () -> !listener.all(debtor, "invoice.updated").isEmpty());

        JsonNode lost = listener.only(debtor, "invoice.updated");
        assertThat(lost.path("id").asString()).isEqualTo(invoice.id().toString());
        assertThat(lost.path("status").asString()).isEqualTo("paid");
        assertThat(lost.path("amount_lost").asLong()).isEqualTo(1900);
        JsonNode closed = listener.only(debtor, "payment.dispute_closed");
        assertThat(closed.path("id").asString()).isEqualTo(invoice.id().toString());
        assertThat(closed.path("status").asString()).isEqualTo("reversed");
        assertThat(closed.at("/dispute/provider_dispute_id").asString()).isEqualTo(dispute);
        toldAlso("payment.dispute_closed", "invoice.updated");
    }

    @Test
    void tellsOfACreditNoteWhoseMoneyCannotGoBack() {
        stripe.fail(Fault.status(400).on("POST", "/v1/refunds"));
        credit(400);
        Awaiting.until("the account has it", () -> debtors.credit(debtor) == 400);

        JsonNode updated = listener.only(debtor, "invoice.updated");
        assertThat(updated.path("id").asString()).isEqualTo(invoice.id().toString());
        assertThat(updated.at("/credit_notes/0/refund_status").asString()).isEqualTo("failed");
        assertThat(updated.has("amount_lost")).isFalse();
        toldAlso("invoice.credited", "invoice.updated");
    }

    @Test
    void tellsOfACreditNoteWhoseMoneyCameBackLater() {
        credit(400);
        Awaiting.until("it has gone back", () -> status().equals("partially_refunded"));
        String refund = (String)
                debtors.query("select provider_refund_id from refunds where payment_id = '%s'".formatted(invoice.id()))
                        .getFirst()
                        .get("provider_refund_id");
        stripe.failRefund(refund);
        Awaiting.until("the account has it", () -> debtors.credit(debtor) == 400);

        JsonNode updated = listener.only(debtor, "invoice.updated");
        assertThat(updated.path("id").asString()).isEqualTo(invoice.id().toString());
        assertThat(updated.at("/credit_notes/0/refund_amount").asLong()).isEqualTo(400);
        toldAlso("invoice.credited", "payment.refunded", "payment.refund_failed", "invoice.updated");
    }

    private void toldAlso(String... types) {
        buyers.awaitEventsAbout(intent());
        Awaiting.until(
                "the work on it is done",
                () -> debtors.query("select 1 from outbox where type = 'payment.return_of_ours' and key = '%s'"
                                .formatted(debtor.id()))
                        .isEmpty());
        expected.addAll(List.of(types));
        assertThat(listener.types(debtor)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private void credit(long cents) {
        assertThat(notes.issue(invoice.id(), new CreditNotes.Wish(null, cents, "goodwill", true), null)
                        .block())
                .isNotNull();
    }

    private String intent() {
        return (String) debtors.booked(invoice).getFirst();
    }

    private String status() {
        return (String) debtors.payment(invoice).get("status");
    }
}
