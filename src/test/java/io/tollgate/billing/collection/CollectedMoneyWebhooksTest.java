package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestPaymob;
import io.tollgate.TestUsers;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceStatus;
import io.tollgate.fakepaymob.Callback;
import io.tollgate.fakepaymob.FakePaymob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/** What the product's own systems hear of invoices of ours and their money, by whatever way it comes: each change once. */
class CollectedMoneyWebhooksTest extends DunningFixture {

    @Autowired
    private TestUsers users;

    private final FakePaymob paymob = TestPaymob.paymob();
    private Listener listener;

    @BeforeEach
    void listen() {
        listener = new Listener(http, users, debtors);
    }

    @AfterEach
    void end() {
        listener.close();
        debtors.mendProviders();
    }

    @Test
    void tellsOfEachAttemptThatFailsAndOfTheOneThatSucceeds() {
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);
        stripe.cardDeclines(customer, true);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        debtors.moveTo(debtor, day(2));
        assertThat(listener.types(debtor))
                .containsExactlyInAnyOrder(
                        "invoice.finalized",
                        "payment.failed",
                        "invoice.payment_failed",
                        "payment.failed",
                        "invoice.payment_failed");
        stripe.cardDeclines(customer, false);
        debtors.moveTo(debtor, day(9).plus(Duration.ofMinutes(1)));

        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(listener.all(debtor, "payment.failed"))
                .extracting(failed -> failed.path("attempts").asInt())
                .containsExactlyInAnyOrder(1, 2);
        assertPaid(debtor, invoice, 1900);
        assertThat(listener.types(debtor)).hasSize(7);
    }

    @Test
    void tellsOfEachPartThatIsNotedByHandAndOfTheWhole() {
        Debtor debtor = debtors.of("manual");
        Invoice invoice = debtors.invoice(debtor, 1900);
        for (int i = 0; i < 2; i++) {
            mark(invoice, Map.of("reference", "TX-1", "amount_cents", 900));
        }

        JsonNode part = listener.only(debtor, "invoice.updated");
        assertThat(part.path("id").asString()).isEqualTo(invoice.id().toString());
        assertThat(part.path("status").asString()).isEqualTo("open");
        assertThat(part.path("amount_paid").asLong()).isEqualTo(900);
        assertThat(part.path("amount_open").asLong()).isEqualTo(1000);
        assertThat(listener.types(debtor)).containsExactlyInAnyOrder("invoice.finalized", "invoice.updated");
        mark(invoice, Map.of("reference", "TX-2"));

        assertPaid(debtor, invoice, 1900);
        assertThat(listener.types(debtor)).hasSize(4);
    }

    @Test
    void tellsOfWhatCameAndWentAtPaymobHoweverOftenPaymobTells() {
        Debtor debtor = debtors.clocked("paymob", START);
        Invoice invoice = debtors.invoice(debtor, 19000, START);
        debtors.moveTo(debtor, START.plusSeconds(1));
        Callback paid = paymob.pay("collect:" + invoice.id() + ":1");
        tell(List.of(paid, paid));
        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
        assertPaid(debtor, invoice, 19000);
        String transaction = paymob.transaction(paid).path("id").asString();
        for (long amount : List.of(4000L, 1000L)) {
            List<Callback> refunded = paymob.refund(transaction, amount);
            tell(refunded);
            tell(refunded);
        }
        Awaiting.until("it has gone back", () -> debtors.again(invoice).amountRefunded() == 5000);

        assertThat(listener.all(debtor, "payment.refunded").stream()
                        .mapToLong(refund -> refund.at("/refund/amount_cents").asLong())
                        .sum())
                .isEqualTo(5000);
        assertThat(listener.all(debtor, "payment.refunded"))
                .extracting(refund -> refund.path("refunded_cents").asLong())
                .contains(5000L);
        assertThat(listener.all(debtor, "invoice.credited")).hasSameSizeAs(listener.all(debtor, "payment.refunded"));
        assertThat(listener.types(debtor))
                .containsOnly(
                        "invoice.finalized",
                        "payment.succeeded",
                        "invoice.paid",
                        "payment.refunded",
                        "invoice.credited")
                .containsOnlyOnce("invoice.finalized", "payment.succeeded", "invoice.paid");
    }

    @Test
    void tellsOnceThatNobodyOwesAnInvoiceAnyMore() {
        Debtor debtor = debtors.of("manual");
        Invoice invoice = debtors.invoice(debtor, 1900);
        Awaiting.until(
                "it is asked for",
                () -> !debtors.query("select 1 from payments where id = '%s'".formatted(invoice.id()))
                        .isEmpty());
        for (String end : List.of("uncollectible", "void")) {
            listener.http()
                    .post()
                    .uri("/admin/invoices/{id}/" + end, invoice.id())
                    .exchange()
                    .expectStatus()
                    .isOk();
        }

        JsonNode canceled = listener.only(debtor, "payment.canceled");
        assertThat(canceled.path("id").asString()).isEqualTo(invoice.id().toString());
        assertThat(canceled.path("status").asString()).isEqualTo("canceled");
        assertThat(canceled.path("amount_cents").asLong()).isEqualTo(1900);
        assertThat(listener.types(debtor))
                .containsExactlyInAnyOrder(
                        "invoice.finalized", "invoice.uncollectible", "payment.canceled", "invoice.voided");
    }

    private void assertPaid(Debtor debtor, Invoice invoice, long amount) {
        JsonNode payment = listener.only(debtor, "payment.succeeded");
        assertThat(payment.path("id").asString()).isEqualTo(invoice.id().toString());
        assertThat(payment.path("status").asString()).isEqualTo("succeeded");
        assertThat(payment.path("provider").asString()).isEqualTo(debtor.provider());
        assertThat(payment.path("amount_cents").asLong()).isEqualTo(amount);
        JsonNode paid = listener.only(debtor, "invoice.paid");
        assertThat(paid.path("id").asString()).isEqualTo(invoice.id().toString());
        assertThat(paid.path("status").asString()).isEqualTo("paid");
        assertThat(paid.path("amount_paid").asLong()).isEqualTo(amount);
        assertThat(paid.path("amount_open").asLong()).isZero();
    }

    private void mark(Invoice invoice, Map<String, Object> body) {
        listener.http()
                .post()
                .uri("/admin/invoices/{id}/mark-paid", invoice.id())
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isOk();
    }

    private void tell(List<Callback> callbacks) {
        callbacks.forEach(callback -> http.post()
                .uri("/billing/paymob/webhook?hmac=" + callback.hmac())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(callback.body())
                .exchange()
                .expectStatus()
                .isOk());
    }
}
