package io.tollgate.billing.invoice;

import static io.tollgate.billing.invoice.Bills.draft;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.MutableClock;
import io.tollgate.billing.invoice.Bills.Customer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import tools.jackson.databind.JsonNode;

/** A node dies when it has committed money and not yet kept the answer: who asks again must not get it twice. */
class LostAnswerTest extends BillsFixture {

    private final String key = UUID.randomUUID().toString();

    @Autowired
    private MutableClock clock;

    @Test
    void givesCreditOnce() {
        Customer customer = bills.customer();
        String path = "/admin/billing-accounts/%s/adjustments".formatted(customer.id());
        twice(path, "{\"fund\": \"credit\", \"amount\": 500, \"currency\": \"USD\", \"reason\": \"goodwill\"}");
        assertThat(bills.balance(customer, "credit")).isEqualTo(500);
    }

    @Test
    void issuesOneCreditNote() {
        Invoice issued = invoices.issue(draft(bills.customer(), 0, 1900)).block();
        twice("/admin/invoices/%s/credit-notes".formatted(issued.id()), "{\"reason\": \"goodwill\", \"amount\": 100}");
        assertThat(bills.query("select 1 from credit_notes where invoice_id = '%s'".formatted(issued.id())))
                .hasSize(1);
    }

    @Test
    void issuesOneDebitNote() {
        Invoice issued = invoices.issue(draft(bills.customer(), 0, 1900)).block();
        twice(
                "/admin/invoices/%s/debit-notes".formatted(issued.id()),
                "{\"amount\": 500, \"reason\": \"Not counted\"}");
        assertThat(bills.query("select 1 from invoices where corrects = '%s'".formatted(issued.id())))
                .hasSize(1);
    }

    /** What was refused has had no effect: nothing is lost with its answer. */
    @Test
    void triesAgainWhatWasNotDone() {
        Customer customer = bills.customer();
        String path = "/admin/billing-accounts/%s/adjustments".formatted(customer.id());
        String taken = "{\"fund\": \"wallet\", \"amount\": -500, \"currency\": \"USD\", \"reason\": \"mistake\"}";
        assertThat(post(path, taken, 409).path("code").asString()).isEqualTo("balance_too_low");
        bills.give(customer, "wallet", 700);
        post(path, taken, 200);
        post(path, taken, 200);
        assertThat(bills.balance(customer, "wallet")).isEqualTo(200);
    }

    private void twice(String path, String body) {
        assertThat(send(path, body).getStatus().is2xxSuccessful()).isTrue();
        db.sql("update idempotency_keys set status = null, headers = null, body = null where key = :key")
                .bind("key", key)
                .then()
                .block();
        assertThat(post(path, body, 409).path("code").asString()).isEqualTo("idempotency_key_in_use");
        clock.advance(Duration.ofSeconds(61));
        for (int again : List.of(1, 2)) {
            assertThat(post(path, body, 409).path("code").asString())
                    .as("time %d", again)
                    .isEqualTo("idempotency_answer_lost");
        }
    }

    private JsonNode post(String path, String body, int status) {
        EntityExchangeResult<JsonNode> answer = send(path, body);
        assertThat(answer.getStatus().value())
                .as(String.valueOf(answer.getResponseBody()))
                .isEqualTo(status);
        return answer.getResponseBody();
    }

    private EntityExchangeResult<JsonNode> send(String path, String body) {
        return bills.admin()
                .authorized(http)
                .post()
                .uri(path)
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult();
    }
}
