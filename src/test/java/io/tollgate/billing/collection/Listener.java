package io.tollgate.billing.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.collection.Debtors.Debtor;
import java.util.List;
import java.util.Map;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An endpoint that wants to hear of everything, and what was written for it of debtors' invoices and payments. */
final class Listener implements AutoCloseable {

    private final WebTestClient http;
    private final TestUsers users;
    private final Debtors debtors;
    private final TestUser admin;
    private final String id;

    Listener(WebTestClient http, TestUsers users, Debtors debtors) {
        this.http = http;
        this.users = users;
        this.debtors = debtors;
        this.admin = users.admin();
        this.id = http().post()
                .uri("/admin/webhook-endpoints")
                .bodyValue(Map.of("url", "http://127.0.0.1:9/"))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .at("/endpoint/id")
                .asString();
    }

    /** An administrator, with a token of its own each time: the clock runs. */
    WebTestClient http() {
        return users.again(admin).authorized(http);
    }

    List<String> types(Debtor debtor) {
        return debtors.query("""
                        select type from webhook_messages
                        where user_id = '%s' and (type like 'invoice.%%' or type like 'payment.%%') order by created_at, id
                        """.formatted(debtor.id())).stream()
                .map(row -> (String) row.get("type"))
                .toList();
    }

    List<JsonNode> all(Debtor debtor, String type) {
        return debtors
                .query("select body from webhook_messages where user_id = '%s' and type = '%s' order by created_at, id"
                        .formatted(debtor.id(), type))
                .stream()
                .map(row -> new JsonMapper().readTree((String) row.get("body")).path("data"))
                .toList();
    }

    /** The data of the only one of this type. */
    JsonNode only(Debtor debtor, String type) {
        List<JsonNode> all = all(debtor, type);
        assertThat(all).as(type).hasSize(1);
        return all.getFirst();
    }

    @Override
    public void close() {
        http().delete()
                .uri("/admin/webhook-endpoints/" + id)
                .exchange()
                .expectStatus()
                .isNoContent();
    }
}
