package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.collection.Debtors.Debtor;
import io.tollgate.billing.invoice.Invoice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@IntegrationTest
class FailedAttemptWebhookTest {

    private static final Instant START = Instant.parse("2027-09-06T10:00:00Z");

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private ApplicationContext application;

    @Test
    void tellsTheProductsOwnSystemsOfEachAttempt() {
        TestUser admin = users.admin();
        String endpoint = listen(admin);
        Debtors debtors = new Debtors(application);
        Debtor debtor = debtors.clocked("stripe", START);
        TestStripe.controls().cardDeclines(debtors.withCard(debtor), true);
        Invoice invoice = debtors.invoice(debtor, 1900, START);

        debtors.moveTo(debtor, START.plus(Duration.ofDays(2)));

        List<JsonNode> told = told(debtors, debtor);
        assertThat(told).extracting(data -> data.path("attempt").asInt()).containsExactly(1, 2);
        assertThat(told).allSatisfy(data -> {
            assertThat(data.path("invoice_id").asString())
                    .isEqualTo(invoice.id().toString());
            assertThat(data.path("amount_cents").asLong()).isEqualTo(1900);
            assertThat(data.path("currency").asString()).isEqualTo("USD");
        });
        assertThat(told.getFirst().path("next_attempt_at").asString())
                .isEqualTo(START.plus(Duration.ofDays(1)).toString());
        admin.authorized(http)
                .delete()
                .uri("/admin/webhook-endpoints/" + endpoint)
                .exchange()
                .expectStatus()
                .isNoContent();
    }

    /** @return its id */
    private String listen(TestUser admin) {
        return admin.authorized(http)
                .post()
                .uri("/admin/webhook-endpoints")
                .bodyValue(Map.of("url", "http://127.0.0.1:9/", "event_types", List.of("invoice.payment_failed")))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .at("/endpoint/id")
                .asString();
    }

    private static List<JsonNode> told(Debtors debtors, Debtor debtor) {
        return debtors
                .query("select body from webhook_messages where type = 'invoice.payment_failed' and user_id = '"
                        + debtor.id() + "' order by created_at, id")
                .stream()
                .map(row -> new JsonMapper().readTree((String) row.get("body")).path("data"))
                .toList();
    }
}
