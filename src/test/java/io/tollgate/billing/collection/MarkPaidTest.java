package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.CreditNotes;
import io.tollgate.billing.invoice.Invoice;
import io.tollgate.billing.invoice.InvoiceStatus;
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
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An administrator notes money that has come by another way. */
@IntegrationTest
class MarkPaidTest {

    private static final Instant START = Instant.parse("2027-09-06T10:00:00Z");

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private ApplicationContext application;

    @Autowired
    private CreditNotes notes;

    private final Controls stripe = TestStripe.controls();
    private final JsonMapper json = new JsonMapper();
    private Debtors debtors;
    private TestUser admin;

    @BeforeEach
    void setUp() {
        debtors = new Debtors(application);
        admin = users.admin();
    }

    @AfterEach
    void mend() {
        debtors.mendProviders();
    }

    @Test
    void booksPartsUntilAllIsPaidAndEachTransferOnce() {
        Debtor debtor = debtors.of("manual");
        Invoice invoice = debtors.invoice(debtor, 1900);

        JsonNode part = body(mark(invoice, "{\"amount_cents\": 900, \"reference\": \" TX-1 \"}", null), 200);
        List<JsonNode> same = AtOnce.times(
                4, _ -> body(mark(invoice, "{\"amount_cents\": 900, \"reference\": \"TX-1\"}", null), 200));
        JsonNode rest = body(mark(invoice, "{\"reference\": \"TX-2\"}", null), 200);

        assertThat(part.path("status").asString()).isEqualTo("open");
        assertThat(same)
                .allSatisfy(answer ->
                        assertThat(answer.path("amount_paid_cents").asLong()).isEqualTo(900));
        assertThat(rest.path("status").asString()).isEqualTo("paid");
        assertThat(rest.path("amount_open_cents").asLong()).isZero();
        assertThat(debtors.booked(invoice)).hasSize(2);
        assertThat(debtors.payment(invoice))
                .containsEntry("status", "succeeded")
                .containsEntry("provider", "manual")
                .containsEntry("amount_cents", 1900L);
        assertThat(audited(invoice)).isEqualTo(2);
        assertThat(body(mark(invoice, "{\"reference\": \"TX-3\"}", null), 409)
                        .path("code")
                        .asString())
                .isEqualTo("invoice_not_open");
        JsonNode attempts = attempts(invoice);
        assertThat(attempts.path("data").findValuesAsString("kind")).containsExactly("noted", "noted");
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    @Test
    void notesWhatWentBackByHand() {
        Debtor debtor = debtors.of("manual");
        Invoice invoice = debtors.invoice(debtor, 1900);
        body(mark(invoice, "{\"reference\": \"TX-1\"}", null), 200);
        notes.issue(invoice.id(), new CreditNotes.Wish(null, 400L, "goodwill", true), null)
                .block();
        Object note = debtors.query("select id from credit_notes where invoice_id = '%s'".formatted(invoice.id()))
                .getFirst()
                .get("id");
        Awaiting.until(
                "it waits for a hand",
                () -> !debtors.query(
                                "select 1 from audit_log where action = 'credit_note.refund_by_hand' and subject_id = '%s'"
                                        .formatted(note))
                        .isEmpty());

        String path = "/admin/credit-notes/" + note + "/mark-refunded";
        assertThat(body(post(path, "{\"reference\": \"TX-2\"}", null), 200)
                        .path("refund_cents")
                        .asLong())
                .isEqualTo(400);
        assertThat(body(post(path, "{\"reference\": \"TX-2\"}", null), 404)
                        .path("code")
                        .asString())
                .isEqualTo("no_refund_waiting");

        assertThat(debtors.payment(invoice))
                .containsEntry("status", "partially_refunded")
                .containsEntry("refunded_cents", 400L);
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    @Test
    void repeatsTheAnswerUnderAnIdempotencyKey() {
        Debtor debtor = debtors.of("manual");
        Invoice invoice = debtors.invoice(debtor, 1900);
        String key = "mark-" + invoice.id();

        body(mark(invoice, "{\"reference\": \"TX-1\"}", key), 200);
        EntityExchangeResult<byte[]> again = mark(invoice, "{\"reference\": \"TX-1\"}", key);

        body(again, 200);
        assertThat(again.getResponseHeaders().getFirst("Idempotent-Replayed")).isEqualTo("true");
        assertThat(body(mark(invoice, "{\"reference\": \"TX-9\"}", key), 422)
                        .path("code")
                        .asString())
                .isEqualTo("idempotency_key_reused");
        assertThat(debtors.booked(invoice)).hasSize(1);
    }

    @Test
    void closesThePageFirstAndWaitsForAChargeThatMayBeOnItsWay() {
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        stripe.fail(Fault.reset().performing().on("POST", "/v1/payment_intents").times(3));
        stripe.dropWebhooks(true);
        debtors.moveTo(debtor, START.plusSeconds(1));
        stripe.dropWebhooks(false);

        assertThat(body(mark(invoice, "{\"reference\": \"TX-1\"}", null), 409)
                        .path("code")
                        .asString())
                .isEqualTo("payment_in_progress");
        debtors.moveTo(debtor, START.plusSeconds(300));
        assertThat(debtors.again(invoice).status()).isEqualTo(InvoiceStatus.PAID);

        stripe.cardDeclines(customer, true);
        Invoice second = debtors.invoice(debtor, 700, START.plusSeconds(400));
        debtors.moveTo(debtor, START.plusSeconds(500));
        debtors.pay(http, debtor, second).expectStatus().isOk();
        assertThat(body(mark(second, "{\"reference\": \"TX-2\"}", null), 200)
                        .path("status")
                        .asString())
                .isEqualTo("paid");
        assertThat(debtors.attempts(second, "status")).containsExactly("declined", "closed", "paid");
        assertThat(debtors.status(debtor)).isEqualTo("active");
    }

    @Test
    void waitsSixDaysForAChargeAndNotForEver() {
        Debtor debtor = debtors.clocked("stripe", START);
        String customer = debtors.withCard(debtor);
        Invoice invoice = debtors.invoice(debtor, 1900, START);
        stripe.fail(Fault.status(503)
                .shouldRetry(false)
                .on("*", "/v1/payment_intents")
                .untilCleared());

        debtors.moveTo(debtor, START.plus(Duration.ofDays(5)));
        assertThat(attempts(invoice).at("/data/0/unresolved").asBoolean(true)).isFalse();
        assertThat(body(mark(invoice, "{\"reference\": \"TX-1\"}", null), 409)
                        .path("code")
                        .asString())
                .isEqualTo("payment_in_progress");
        debtors.moveTo(debtor, START.plus(Duration.ofDays(6)));

        assertThat(attempts(invoice).at("/data/0/unresolved").asBoolean(false)).isTrue();
        assertThat(body(mark(invoice, "{\"reference\": \"TX-1\"}", null), 200)
                        .path("status")
                        .asString())
                .isEqualTo("paid");
        debtors.mendProviders();
        debtors.moveTo(debtor, START.plus(Duration.ofDays(8)));
        assertThat(debtors.attempts(invoice, "status")).containsExactly("closed", "paid");
        assertThat(stripe.charges(customer)).isZero();
        assertThat(debtors.faults(debtor)).isEmpty();
    }

    @Test
    void refusesWhoMayNotAndWhatIsNoPayment() {
        Debtor debtor = debtors.of("manual");
        Invoice invoice = debtors.invoice(debtor, 1900);

        for (String bad : List.of(
                "{}",
                "{\"reference\": \" \"}",
                "{\"reference\": \"TX\", \"amount_cents\": 0}",
                "{\"reference\": \"TX\", \"amount_cents\": -5}",
                "{\"reference\": \"TX\", \"amount_cents\": 1.5}",
                "{\"reference\": \"TX\", \"amount_cents\": 9223372036854775808}",
                "{\"reference\": \"TX\", \"amount_cents\": 9223372036854775807}",
                "{\"reference\": \"TX\", \"amount_cents\": 190001}",
                "{\"reference\": \"TX\", \"paid\": true}")) {
            body(mark(invoice, bad, null), 422);
        }
        users.again(debtor.user())
                .authorized(http)
                .post()
                .uri("/admin/invoices/{id}/mark-paid", invoice.id())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"reference\": \"TX\"}")
                .exchange()
                .expectStatus()
                .isForbidden();
        assertThat(debtors.booked(invoice)).isEmpty();
    }

    private EntityExchangeResult<byte[]> mark(Invoice invoice, String body, String key) {
        return post("/admin/invoices/" + invoice.id() + "/mark-paid", body, key);
    }

    private EntityExchangeResult<byte[]> post(String path, String body, String key) {
        WebTestClient.RequestBodySpec request =
                admin.authorized(http).post().uri(path).contentType(MediaType.APPLICATION_JSON);
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return request.bodyValue(body).exchange().expectBody().returnResult();
    }

    private JsonNode body(EntityExchangeResult<byte[]> answer, int status) {
        assertThat(answer.getStatus().value()).isEqualTo(status);
        return json.readTree(answer.getResponseBody());
    }

    private JsonNode attempts(Invoice invoice) {
        return json.readTree(admin.authorized(http)
                .get()
                .uri("/admin/invoices/{id}/attempts", invoice.id())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    private long audited(Invoice invoice) {
        List<Map<String, Object>> found =
                debtors.query("select 1 from audit_log where action = 'invoice.marked_paid' and subject_id = '%s'"
                        .formatted(invoice.id()));
        return found.size();
    }
}
