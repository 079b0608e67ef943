package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestPaymob;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.CreditNotes;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceStatus;
import io.tollgate.fakepaymob.Callback;
import io.tollgate.fakepaymob.FakePaymob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.node.ObjectNode;

/** What is given back in Paymob's own dashboard is booked once, in whatever order and however often it is told. */
@IntegrationTest
class PaymobReturnsTest {

    private static final Instant START = Instant.parse("2027-09-06T10:00:00Z");

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private CreditNotes notes;

    private final FakePaymob paymob = TestPaymob.paymob();
    private Debtors debtors;
    private Debtor debtor;
    private Invoice invoice;

    @BeforeEach
    void owe() {
        debtors = new Debtors(application);
        debtor = debtors.clocked("paymob", START);
        invoice = debtors.invoice(debtor, 19000, START);
        debtors.moveTo(debtor, START.plusSeconds(1));
    }

    @AfterEach
    void mend() {
        debtors.mendProviders();
    }

    @Test
    void booksPartsOnceThoughTheyAreToldTwiceShuffledAndBeforeThePayment() {
        Callback paid = paymob.pay(key());
        String transaction = id(paid);
        List<Callback> told = new ArrayList<>(List.of(paid, paid));
        told.addAll(paymob.refund(transaction, 4000));
        told.addAll(paymob.refund(transaction, 1000));
        told.addAll(List.copyOf(told));
        long seed = System.nanoTime();
        Collections.shuffle(told, new Random(seed));

        assertThat(AtOnce.times(told.size(), i -> status(told.get(i))))
                .as("seed " + seed)
                .containsOnly(200);

        Awaiting.until("it has gone back, seed " + seed, () -> refunded() == 5000);
        assertThat(debtors.booked(invoice)).containsExactly(transaction);
        settled();
        assertThat(refunded()).isEqualTo(5000);
        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(debtors.payment(invoice))
                .containsEntry("status", "partially_refunded")
                .containsEntry("refunded_cents", 5000L);
        assertThat(sum("select sum(total) from credit_notes where invoice_id = '%s'"))
                .isEqualTo(5000);
        assertThat(sum("select sum(amount) from invoice_returns where invoice_id = '%s'"))
                .isEqualTo(5000);
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    @Test
    void booksACancellationAsAllOfIt() {
        Callback paid = paymob.pay(key());
        assertThat(status(paid)).isEqualTo(200);
        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);

        paymob.cancel(id(paid)).forEach(callback -> assertThat(status(callback)).isEqualTo(200));

        Awaiting.until(
                "it has gone back",
                () -> "refunded".equals(debtors.payment(invoice).get("status")));
        Awaiting.until("a mail", () -> debtors.mails(debtor, "Refund Issued") == 1);
        assertThat(refunded()).isEqualTo(19000);
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    @Test
    void countsWhatWeAskedForOurselvesOnlyOnce() {
        Callback paid = paymob.pay(key());
        assertThat(status(paid)).isEqualTo(200);
        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
        notes.issue(invoice.id(), new CreditNotes.Wish(null, 3000L, "goodwill", true), null)
                .block();
        Awaiting.until(
                "ours has gone back",
                () -> "partially_refunded".equals(debtors.payment(invoice).get("status")));

        // Tells of ours as well: Paymob says only how much has gone back in all.
        paymob.refund(id(paid), 2000)
                .forEach(callback -> assertThat(status(callback)).isEqualTo(200));

        Awaiting.until("both", () -> refunded() == 5000);
        settled();
        assertThat(sum("select sum(amount) from invoice_returns where invoice_id = '%s'"))
                .isEqualTo(2000);
        assertThat(debtors.payment(invoice)).containsEntry("refunded_cents", 5000L);
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    /** Paymob refuses ours, because somebody was quicker on the dashboard: that is not to be given twice, as credit. */
    @Test
    void creditsNobodyWithWhatWasGivenBackBefore() {
        Callback paid = paymob.pay(key());
        assertThat(status(paid)).isEqualTo(200);
        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
        List<Callback> late = paymob.refund(id(paid), 19000);

        notes.issue(invoice.id(), new CreditNotes.Wish(null, 3000L, "goodwill", true), null)
                .block();

        Awaiting.until(
                "all has gone back",
                () -> "refunded".equals(debtors.payment(invoice).get("status")));
        late.forEach(callback -> assertThat(status(callback)).isEqualTo(200));
        assertThat(credit()).isZero();
        settled();
        assertThat(sum("select sum(amount) from invoice_returns where invoice_id = '%s'"))
                .isEqualTo(19000);
        assertThat(sum("select sum(total) from credit_notes where invoice_id = '%s'"))
                .isEqualTo(19000);
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    /** Neither the parent nor the amount that was refunded stands under the signature. */
    @Test
    void believesNothingThatNobodySigned() {
        Callback paid = paymob.pay(key());
        assertThat(status(paid)).isEqualTo(200);
        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
        Debtor other = debtors.clocked("paymob", START);
        Invoice theirs = debtors.invoice(other, 700, START);
        debtors.moveTo(other, START.plusSeconds(1));
        String transaction = id(paymob.pay("collect:" + theirs.id() + ":1"));
        ObjectNode refund = paymob.transaction(paymob.refund(transaction, 700).getFirst());
        ObjectNode swapped = refund.deepCopy().put("parent_transaction", Long.parseLong(id(paid)));
        ObjectNode raised = paymob.transaction(paid).put("refunded_amount_cents", 19000);

        assertThat(status(new Callback(paymob.callback(raised).body(), paid.hmac())))
                .isEqualTo(200);
        assertThat(status(paymob.callback(swapped))).isEqualTo(200);
        assertThat(status(new Callback(
                        paymob.callback(refund.deepCopy().put("amount_cents", 1))
                                .body(),
                        paymob.callback(refund).hmac())))
                .isEqualTo(400);
        assertThat(status(paymob.callback(
                        refund.deepCopy().put("id", refund.path("id").asLong() + 500_000_000L))))
                .isEqualTo(200);

        Awaiting.until("theirs has gone back", () -> debtors.again(theirs).amountRefunded() == 700);
        settled();
        assertThat(refunded()).isZero();
        assertThat(debtors.faults(debtor)).isEmpty();
        assertThat(debtors.faults(other)).isEmpty();
    }

    /** With its borders moved the same signature has a refund say that nothing comes before it. */
    @Test
    void takesNoRefundForAPayment() {
        Callback paid = paymob.pay(key());
        assertThat(status(paid)).isEqualTo(200);
        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
        Callback refund = paymob.refund(id(paid), 4000).getFirst();
        ObjectNode forged =
                paymob.transaction(refund).put("error_occured", "falsetrue").put("has_parent_transaction", "");

        assertThat(paymob.callback(forged).hmac()).isEqualTo(refund.hmac());
        assertThat(status(paymob.callback(forged))).isEqualTo(200);

        Awaiting.until("it has gone back", () -> refunded() == 4000);
        settled();
        assertThat(debtors.booked(invoice)).hasSize(2).contains(id(paid)).doesNotContain(id(refund));
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    /** Somebody paid twice, was credited with it, and got it back in the dashboard. */
    @Test
    void takesBackTheCreditForWhatWasPaidTwice() {
        Callback first = paymob.pay(key());
        Callback second = paymob.pay(key());
        assertThat(status(first)).isEqualTo(200);
        assertThat(status(second)).isEqualTo(200);
        Awaiting.until("both are booked", () -> debtors.booked(invoice).size() == 2);
        assertThat(credit()).isEqualTo(19000);
        String excess = (String)
                debtors.query("select provider_payment_id from invoice_payments where invoice_id = '%s' and excess > 0"
                                .formatted(invoice.id()))
                        .getFirst()
                        .get("provider_payment_id");

        paymob.refund(excess, 19000)
                .forEach(callback -> assertThat(status(callback)).isEqualTo(200));

        Awaiting.until("the credit is gone", () -> credit() == 0);
        settled();
        assertThat(refunded()).isZero();
        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    private String key() {
        return "collect:" + invoice.id() + ":1";
    }

    private String id(Callback callback) {
        return paymob.transaction(callback).path("id").asString();
    }

    private long refunded() {
        return debtors.again(invoice).amountRefunded();
    }

    private long credit() {
        return sum("select credit as sum from billing_accounts where user_id = '%s'"
                .replace("%s", debtor.id().toString()));
    }

    private long sum(String sql) {
        return ((Number) debtors.query(sql.formatted(invoice.id())).getFirst().get("sum")).longValue();
    }

    /** Callbacks of one order are worked on one after the other: when this one has been, all before it have. */
    private void settled() {
        int before = debtors.booked(invoice).size();
        assertThat(status(paymob.pay(key()))).isEqualTo(200);
        Awaiting.until("the last one", () -> debtors.booked(invoice).size() == before + 1);
    }

    private int status(Callback callback) {
        return http.post()
                .uri("/billing/paymob/webhook?hmac=" + callback.hmac())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(callback.body())
                .exchange()
                .returnResult(byte[].class)
                .getStatus()
                .value();
    }
}
