package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestPaymob;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceStatus;
import io.tollgate.fakepaymob.Callback;
import io.tollgate.fakepaymob.FakePaymob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.node.ObjectNode;

/** Paymob's page, and its callbacks: from Paymob, from nobody, twice, too early. */
@IntegrationTest
class PaymobCollectionTest {

    private static final Instant START = Instant.parse("2027-09-06T10:00:00Z");

    @Autowired
    private WebTestClient http;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private AttemptRepository attempts;

    @Autowired
    private PageClosing closing;

    private final FakePaymob paymob = TestPaymob.paymob();
    private Debtors debtors;
    private Debtor debtor;
    private Invoice invoice;

    @BeforeEach
    void owe() {
        debtors = new Debtors(application);
        debtor = debtors.clocked("paymob", START);
        invoice = debtors.invoice(debtor, 19000, START);
    }

    @AfterEach
    void mend() {
        debtors.mendProviders();
    }

    @Test
    void opensThePageAndBooksWhatWasPaidOnItOnce() {
        debtors.moveTo(debtor, START.plusSeconds(1));
        assertThat(paymob.asked(key(1)).path("amount").asLong()).isEqualTo(19000);
        assertThat(paymob.asked(key(1)).path("payment_methods").toString()).isEqualTo("[4097558,\"card\"]");
        assertThat(paymob.asked(key(1)).path("notification_url").asString())
                .isEqualTo("http://tollgate.test/billing/paymob/webhook");
        assertThat(url())
                .startsWith(paymob.baseUrl() + "/unifiedcheckout/?publicKey=egy_pk")
                .isEqualTo(url());

        assertThat(status(paymob.decline(key(1)))).isEqualTo(200);
        assertThat(status(paymob.hesitate(key(1)))).isEqualTo(200);
        Callback paid = paymob.pay(key(1));
        List<Integer> answers = AtOnce.times(10, _ -> status(paid));

        assertThat(answers).containsOnly(200);
        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
        assertThat(callbacks(paid)).hasSize(1);
        assertThat(debtors.booked(invoice))
                .containsExactly(paymob.transaction(paid).path("id").asString());
        assertThat(debtors.attempts(invoice, "status")).containsExactly("paid");
        assertThat(debtors.payment(invoice)).containsEntry("provider", "paymob").containsEntry("status", "succeeded");
        Awaiting.until("mails", () -> debtors.mails(debtor, "") == 2);
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    @Test
    void refusesWhatPaymobHasNotSigned() {
        debtors.moveTo(debtor, START.plusSeconds(1));
        Callback good = paymob.pay(key(1));
        ObjectNode dearer = paymob.transaction(good).put("amount_cents", 1);
        Stream<Callback> bad = Stream.of(
                new Callback(good.body(), null),
                new Callback(good.body(), ""),
                new Callback(good.body(), "zz".repeat(64)),
                new Callback(good.body(), good.hmac().substring(2)),
                new Callback(good.body(), "00" + good.hmac().substring(2)),
                new Callback(good.body(), good.hmac() + "&hmac=" + good.hmac()),
                new Callback(paymob.callback(dearer).body(), good.hmac()),
                new Callback("", good.hmac()),
                new Callback("null", good.hmac()),
                new Callback("[]", good.hmac()),
                new Callback("{\"type\":\"TRANSACTION\"", good.hmac()),
                new Callback("{\"type\":\"TRANSACTION\",\"obj\":null}", good.hmac()),
                new Callback("{\"type\":\"TRANSACTION\",\"obj\":{\"id\":{\"a\":1}}}", good.hmac()),
                new Callback("[".repeat(5000), good.hmac()));

        assertThat(bad).allSatisfy(callback -> assertThat(status(callback)).isEqualTo(400));
        assertThat(callbacks(good)).isEmpty();
        assertThat(status(new Callback("{\"type\":\"TOKEN\",\"obj\":{}}", null)))
                .isEqualTo(200);
        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.OPEN);
    }

    /** Nothing stands between the signed values, and each payer has a signature: the address they come back to holds it. */
    @Test
    void booksWhatPaymobAnswersThoughTheBordersOfWhatItSignedWereMoved() {
        debtors.moveTo(debtor, START.plusSeconds(1));
        Callback paid = paymob.pay(key(1));
        ObjectNode told = paymob.transaction(paid);
        ObjectNode richer = told.deepCopy()
                .put("amount_cents", 19000_2024L)
                .put("created_at", "-06-13T11:33:44.592345")
                .put("id", Long.parseLong(told.path("id").asString() + "4"))
                .put("integration_id", "097558");
        ObjectNode sameOne = richer.deepCopy()
                .put("id", told.path("id").asLong())
                .put("integration_id", told.path("integration_id").asLong());

        for (ObjectNode forged : List.of(richer, sameOne)) {
            assertThat(paymob.callback(forged).hmac()).isEqualTo(paid.hmac());
            assertThat(status(paymob.callback(forged))).isEqualTo(200);
        }
        assertThat(status(paid)).isEqualTo(200);

        // Of one order one callback after the other is worked on.
        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
        assertThat(debtors.booked(invoice)).containsExactly(told.path("id").asString());
        assertThat(debtors.query(
                        "select amount, excess from invoice_payments where invoice_id = '%s'".formatted(invoice.id())))
                .containsExactly(Map.of("amount", 19000L, "excess", 0L));
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    /** Our reference stands beside the signature, not under it. */
    @Test
    void believesNoReferenceThatNobodySigned() {
        debtors.moveTo(debtor, START.plusSeconds(1));
        Debtor other = debtors.clocked("paymob", START);
        Invoice cheap = debtors.invoice(other, 100, START);
        debtors.moveTo(other, START.plusSeconds(1));
        ObjectNode paid = paymob.transaction(paymob.pay("collect:" + cheap.id() + ":1"));
        ((ObjectNode) paid.path("order")).put("merchant_order_id", key(1));

        assertThat(status(paymob.callback(paid))).isEqualTo(200);

        Awaiting.until("the cheap one is paid", () -> debtors.again(cheap).status() == InvoiceStatus.PAID);
        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.OPEN);
    }

    @Test
    void booksACallbackThatComesBeforeTheAnswer() {
        paymob.acceptInSilence("/v1/intention/", 1);
        debtors.moveTo(debtor, START.plusSeconds(1));
        assertThat(debtors.attempts(invoice, "status")).containsExactly("unknown");

        assertThat(status(paymob.pay(key(1)))).isEqualTo(200);

        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
        assertThat(debtors.attempts(invoice, "status")).containsExactly("paid");
        assertThat(debtors.booked(invoice)).hasSize(1);
    }

    /** A dead letter may be sent again when the callback is long forgotten. */
    @Test
    void booksACallbackThatIsForgottenBeforeItIsWorkedOn() {
        debtors.moveTo(debtor, START.plusSeconds(1));
        Callback paid = paymob.pay(key(1));
        String id = paymob.transaction(paid).path("id").asString();
        paymob.lose("/api/acceptance/transactions/" + id, 3);
        assertThat(status(paid)).isEqualTo(200);
        debtors.run("delete from paymob_callbacks where transaction_id = " + id);

        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
        assertThat(debtors.booked(invoice)).containsExactly(id);
    }

    @Test
    void looksUpAnIntentionWithoutAnAnswerAndMakesNoSecondOneUnderItsName() {
        paymob.acceptInSilence("/v1/intention/", 1);
        debtors.moveTo(debtor, START.plusSeconds(1));
        assertThat(code(409)).isEqualTo("payment_in_progress");

        debtors.moveTo(debtor, START.plus(Duration.ofMinutes(10)));

        assertThat(debtors.attempts(invoice, "status")).containsExactly("closed");
        assertThat(debtors.attempts(invoice, "code")).containsExactly("not_received");
        debtors.moveTo(debtor, START.plus(Duration.ofHours(1)));
        assertThat(debtors.attempts(invoice, "status")).containsExactly("closed", "waiting");
        assertThat(debtors.collection(invoice)).containsEntry("failures", 0);
        assertThat(debtors.status(debtor)).isEqualTo("active");
        assertThat(debtors.mails(debtor, "Invoice Payment Failed")).isZero();
        assertThat(status(paymob.pay(key(2)))).isEqualTo(200);
        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
        assertThat(debtors.status(debtor)).isEqualTo("active");
    }

    /** Where Paymob makes pages and never answers, each hour brings one more. */
    @Test
    void showsTheLatestOfManyAttempts() {
        debtors.query("""
                with made as (
                    insert into collection_attempts (id, invoice_id, attempt, kind, provider, amount_cents, currency, status,
                                                     planned_at, asked_at, created_at, settled_at)
                    select gen_random_uuid(), '%s', n, 'automatic', 'paymob', 19000, 'EGP', 'closed', now(), now(), now(), now()
                    from generate_series(1, 250) n returning 1)
                select count(*) from made""".formatted(invoice.id()));

        assertThat(attempts.of(invoice.id()).map(Attempt::number).collectList().block())
                .hasSize(200)
                .startsWith(51, 52)
                .endsWith(249, 250);
    }

    /** It could not be closed, and so is open to its end: that is no failure of the payer's. */
    @Test
    void leavesAPageToItsTimeWhenItsClosingGotNoAnswer() {
        debtors.moveTo(debtor, START.plusSeconds(1));
        String page = url();
        paymob.lose("/api/ecommerce/orders/transaction_inquiry", 1);
        assertThat(attempts.open(invoice.id()).flatMap(closing::close).block()).isEqualTo(PageClosing.Fate.UNKNOWN);

        debtors.moveTo(debtor, START.plus(Duration.ofHours(20)));
        assertThat(debtors.attempts(invoice, "status")).containsExactly("waiting");
        assertThat(debtors.status(debtor)).isEqualTo("active");
        assertThat(url()).isEqualTo(page);

        debtors.moveTo(debtor, START.plus(Duration.ofHours(25)));
        assertThat(debtors.attempts(invoice, "status")).containsExactly("declined", "waiting");
        assertThat(debtors.status(debtor)).isEqualTo("past_due");
    }

    /** An intention cannot be withdrawn: what is paid on an old page too is the customer's credit. */
    @Test
    void keepsForTheCustomerWhatWasPaidTwice() {
        debtors.moveTo(debtor, START.plusSeconds(1));
        debtors.run(
                "update collection_attempts set status = 'closed', settled_at = now(), poll_at = null where invoice_id = '%s'"
                        .formatted(invoice.id()));
        String _ = url();

        assertThat(status(paymob.pay(key(2)))).isEqualTo(200);
        Awaiting.until("it is paid", () -> debtors.again(invoice).status() == InvoiceStatus.PAID);
        assertThat(status(paymob.pay(key(1)))).isEqualTo(200);

        Awaiting.until("both are booked", () -> debtors.booked(invoice).size() == 2);
        assertThat(debtors.credit(debtor)).isEqualTo(19000);
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    private String key(int attempt) {
        return "collect:" + invoice.id() + ":" + attempt;
    }

    private String url() {
        return (String) debtors.pay(http, debtor, invoice)
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody()
                .get("payment_url");
    }

    private String code(int status) {
        return (String) debtors.pay(http, debtor, invoice)
                .expectStatus()
                .isEqualTo(status)
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody()
                .get("code");
    }

    private List<Map<String, Object>> callbacks(Callback callback) {
        return debtors.query("select id from paymob_callbacks where transaction_id = %s"
                .formatted(paymob.transaction(callback).path("id").asString()));
    }

    private int status(Callback callback) {
        return http.post()
                .uri("/billing/paymob/webhook" + (callback.hmac() == null ? "" : "?hmac=" + callback.hmac()))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(callback.body())
                .exchange()
                .returnResult(byte[].class)
                .getStatus()
                .value();
    }
}
