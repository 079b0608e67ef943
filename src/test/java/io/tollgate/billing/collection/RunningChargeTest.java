package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.TestMails;
import io.tollgate.TestPaymob;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.CreditNotes;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceStatus;
import io.tollgate.billing.stripe.StripeCharges;
import io.tollgate.billing.subscription.Provider;
import io.tollgate.fakepaymob.FakePaymob;
import io.tollgate.stripeemulator.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What comes between while a charge or a page is under way. */
class RunningChargeTest extends DunningFixture {

    private static final String INTENTS = "/v1/payment_intents";

    @Autowired
    private TestUsers users;

    @Autowired
    private CreditNotes notes;

    @Autowired
    private AttemptBeginning beginning;

    @Autowired
    private AttemptRepository attempts;

    @Autowired
    private StripeCharges charges;

    @Autowired
    private ChargeOrders orders;

    @Autowired
    private Gateways gateways;

    @Autowired
    private AttemptOutcome outcome;

    private final FakePaymob paymob = TestPaymob.paymob();

    @AfterEach
    void mend() {
        debtors.mendProviders();
    }

    @Test
    void neverAsksAgainForWhatWasVoidedMeanwhile() {
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        stripe.fail(Fault.reset().on("*", INTENTS).untilCleared());
        debtors.moveTo(debtor, START.plusSeconds(1));
        assertThat(debtors.attempts(invoice, "status")).containsExactly("unknown");
        admin("/admin/invoices/" + invoice.id() + "/void", "{}").expectStatus().isOk();
        debtors.mendProviders();

        debtors.moveTo(debtor, START.plus(Duration.ofHours(2)));

        assertThat(stripe.charges(customer)).isZero();
        assertThat(debtors.attempts(invoice, "status")).containsExactly("closed");
        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.VOID);
        assertThat(debtors.mails(debtor, "Invoice Payment Failed")).isZero();
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    @Test
    void asksForLessWhenSomeOfItWasCreditedMeanwhile() {
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        stripe.fail(Fault.reset().on("*", INTENTS).untilCleared());
        debtors.moveTo(debtor, START.plusSeconds(1));
        credit(invoice, 400);
        debtors.mendProviders();

        debtors.moveTo(debtor, START.plus(Duration.ofDays(2)));

        assertThat(debtors.attempts(invoice, "amount_cents")).containsExactly(1900L, 1500L);
        assertThat(debtors.mails(debtor, "Invoice Payment Failed")).isZero();
        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(stripe.charges(customer)).isEqualTo(1);
        assertThat(debtors.credit(debtor)).isZero();
    }

    @Test
    void goesOnCollectingAfterANoteHasClosedThePage() {
        Debtor debtor = debtors.clocked("stripe", START);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        debtors.moveTo(debtor, START.plusSeconds(1));
        assertThat(debtors.attempts(invoice, "status")).containsExactly("waiting");
        credit(invoice, 400);
        Awaiting.until(
                "the page is closed", () -> debtors.attempts(invoice, "status").contains("closed"));

        debtors.moveTo(debtor, START.plus(Duration.ofHours(30)));

        assertThat(debtors.attempts(invoice, "amount_cents")).containsExactly(1900L, 1500L);
        assertThat(debtors.attempts(invoice, "status")).containsExactly("closed", "waiting");
    }

    /** The page was being made while its invoice was voided. */
    @Test
    void closesAPageThatComesTooLate() {
        Debtor debtor = debtors.clocked("stripe", START);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        Attempt attempt = beginning.page(invoice.id()).block();
        ChargeResult page =
                orders.of(attempt).flatMap(gateways.of(Provider.STRIPE)::open).block();
        admin("/admin/invoices/" + invoice.id() + "/void", "{}").expectStatus().isOk();

        Attempt _ = outcome.answered(attempt, page).block();

        Awaiting.until("it is closed", () -> debtors.attempts(invoice, "status").contains("closed"));
        assertThat(debtors.attempts(invoice, "status")).containsExactly("closed");
    }

    @Test
    void notesNoTransferWhileThePayersBankDecides() {
        Debtor debtor = debtors.clocked("paymob", START);
        Invoice invoice = debtors.invoice(debtor, 19000, START);
        debtors.moveTo(debtor, START.plusSeconds(1));
        String _ = paymob.hesitate(key(invoice, 1)).body();

        assertThat(markPaid(invoice)
                        .expectStatus()
                        .isEqualTo(409)
                        .expectBody(Map.class)
                        .returnResult()
                        .getResponseBody())
                .containsEntry("code", "payment_in_progress");
        String _ = paymob.decline(key(invoice, 1)).body();
        markPaid(invoice).expectStatus().isOk();

        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.PAID);
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    @Test
    void givesNobodyAPageThatAsksForTooMuch() {
        Debtor debtor = debtors.clocked("paymob", START);
        Invoice invoice = debtors.invoice(debtor, 19000, START);
        debtors.moveTo(debtor, START.plusSeconds(1));
        String old = url(debtor, invoice);
        credit(invoice, 4000);

        String fresh = url(debtor, invoice);

        assertThat(fresh).isNotEqualTo(old);
        assertThat(url(debtor, invoice)).isEqualTo(fresh);
        assertThat(paymob.asked(key(invoice, 2)).path("amount").asLong()).isEqualTo(15000);
        assertThat(debtors.attempts(invoice, "status")).containsExactly("closed", "waiting");
    }

    @Test
    void looksOnceMoreForThePayerWhenNobodyElseDoes() {
        Debtor debtor = debtors.clocked("stripe", START);
        debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        stripe.fail(Fault.reset().on("*", INTENTS).untilCleared());
        debtors.moveTo(debtor, START.plusSeconds(1));
        debtors.run(("update collection_attempts set polls = 7, poll_at = poll_at + interval '1 day',"
                        + " asked_at = asked_at - interval '6 days' where invoice_id = '%s'")
                .formatted(invoice.id()));
        debtors.pay(http, debtor, invoice).expectStatus().isEqualTo(409);
        debtors.mendProviders();

        assertThat(url(debtor, invoice)).startsWith(TestStripe.baseUrl());

        assertThat(debtors.attempts(invoice, "status")).containsExactly("closed", "waiting");
        assertThat(debtors.attempts(invoice, "code")).first().isEqualTo("not_received");
        debtors.moveTo(debtor, START.plus(Duration.ofHours(2)));
        assertThat(debtors.attempts(invoice, "status")).as("time to pay on it").containsExactly("closed", "waiting");
    }

    /** Noted by hand while nobody knew, charged after all, and given back at Stripe itself: the credit for it goes too. */
    @Test
    void takesTheCreditBackWithTheChargeThatWasOneTooMany() {
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        stripe.dropWebhooks(true);
        stripe.fail(Fault.reset().performing().on("POST", INTENTS).times(3));
        debtors.moveTo(debtor, START.plusSeconds(1));
        debtors.run("update collection_attempts set polls = 7 where invoice_id = '%s'".formatted(invoice.id()));
        markPaid(invoice).expectStatus().isOk();
        stripe.dropWebhooks(false);
        Attempt attempt = attempts.find(new Attempt.Name(invoice.id(), 1)).block();
        ChargeResult charged = orders.of(attempt)
                .flatMap(gateways.of(Provider.STRIPE)::resolve)
                .block();
        Attempt _ = outcome.polled(attempt, charged).block();
        assertThat(debtors.credit(debtor)).isEqualTo(1900);

        String intent = ((ChargeResult.Paid) charged).providerPaymentId();
        String _ = stripe.refund(charges.list(intent).blockFirst().id(), 1900L);

        Awaiting.until("the credit is gone", () -> debtors.credit(debtor) == 0);
        assertThat(stripe.charges(customer)).isEqualTo(1);
        assertThat(debtors.again(invoice).amountRefunded()).isZero();
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    /** A bank may send back what seemed to have gone back; then the customer has it as credit, once. */
    @Test
    void creditsWhatTheBankSentBack() {
        Debtor debtor = debtors.of("stripe");
        debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900);
        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
        credit(invoice, 500);
        Awaiting.until(
                "it has gone back",
                () -> "partially_refunded".equals(debtors.payment(invoice).get("status")));
        String refund = (String)
                debtors.query("select provider_refund_id from refunds where payment_id = '%s'".formatted(invoice.id()))
                        .getFirst()
                        .get("provider_refund_id");

        stripe.failRefund(refund);

        Awaiting.until("it is credited", () -> debtors.credit(debtor) == 500);
        assertThat(debtors.payment(invoice)).containsEntry("status", "succeeded");
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    /** What Stripe has taken on is not yet there: who books by what we tell hears of it once, when it is. */
    @Test
    void tellsOfMoneyThatTakesTimeWhenItHasArrived() {
        Debtor debtor = debtors.of("stripe");
        debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900);
        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
        stripe.slowRefunds(true);
        try {
            credit(invoice, 500);
            Awaiting.until(
                    "it is on its way", () -> refund(invoice).get("status").equals("pending"));
            assertThat(mailsAboutRefunds(debtor)).isZero();

            stripe.arriveRefund((String) refund(invoice).get("provider_refund_id"));
        } finally {
            stripe.slowRefunds(false);
        }
        Awaiting.until("it has arrived", () -> refund(invoice).get("status").equals("succeeded"));
        Awaiting.until("a mail", () -> mailsAboutRefunds(debtor) == 1);
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    private Map<String, Object> refund(Invoice invoice) {
        return debtors
                .query("select status, provider_refund_id from refunds where payment_id = '%s'".formatted(invoice.id()))
                .stream()
                .findFirst()
                .orElse(Map.of("status", "none"));
    }

    private long mailsAboutRefunds(Debtor debtor) {
        return TestMails.subjects(debtor.user().user().email()).stream()
                .filter(subject -> subject.contains("Refund"))
                .count();
    }

    private static String key(Invoice invoice, int attempt) {
        return "collect:" + invoice.id() + ":" + attempt;
    }

    private void credit(Invoice invoice, long cents) {
        assertThat(notes.issue(invoice.id(), new CreditNotes.Wish(null, cents, "goodwill", true), null)
                        .block())
                .isNotNull();
    }

    private WebTestClient.ResponseSpec markPaid(Invoice invoice) {
        return admin("/admin/invoices/" + invoice.id() + "/mark-paid", "{\"reference\": \"TX-1\"}");
    }

    private WebTestClient.ResponseSpec admin(String path, String body) {
        return users.admin()
                .authorized(http)
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }
}
