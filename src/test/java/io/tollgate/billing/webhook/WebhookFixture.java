package io.tollgate.billing.webhook;

import io.tollgate.Awaiting;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Endpoints of one test, made over HTTP and deleted with it. */
final class WebhookFixture implements AutoCloseable {

    final TestUser admin;
    private final WebTestClient anonymous;
    private final TestUsers users;
    private final List<AutoCloseable> made = new ArrayList<>();

    WebhookFixture(WebTestClient http, TestUsers users) {
        this.admin = users.admin();
        this.anonymous = http;
        this.users = users;
    }

    /** With a token of its own each time: the clock runs for days. */
    private WebTestClient http() {
        return users.again(admin).authorized(anonymous);
    }

    record Made(UUID id, String secret) {}

    Receiver receiver() {
        Receiver receiver = new Receiver();
        made.add(receiver);
        return receiver;
    }

    Made endpoint(Receiver receiver, String... types) {
        Map<String, Object> body = new HashMap<>(Map.of("url", receiver.url()));
        if (types.length > 0) {
            body.put("event_types", List.of(types));
        }
        JsonNode answer = json(http().post()
                .uri("/admin/webhook-endpoints")
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isCreated());
        UUID id = UUID.fromString(answer.at("/endpoint/id").asString());
        made.addFirst(
                () -> http().delete().uri("/admin/webhook-endpoints/" + id).exchange());
        return new Made(id, answer.get("secret").asString());
    }

    WebTestClient.ResponseSpec post(String path, Object body) {
        return http().post().uri(path).bodyValue(body).exchange();
    }

    WebTestClient.ResponseSpec patch(String path, Object body) {
        return http().patch().uri(path).bodyValue(body).exchange();
    }

    WebTestClient.ResponseSpec put(String path, Object body) {
        return http().put().uri(path).bodyValue(body).exchange();
    }

    WebTestClient.ResponseSpec get(String path) {
        return http().get().uri(path).exchange();
    }

    WebTestClient.ResponseSpec delete(String path) {
        return http().delete().uri(path).exchange();
    }

    String rotate(Made endpoint, int overlapSeconds) {
        return json(post(
                                "/admin/webhook-endpoints/" + endpoint.id() + "/rotate-secret",
                                Map.of("overlap_seconds", overlapSeconds))
                        .expectStatus()
                        .isOk())
                .get("secret")
                .asString();
    }

    JsonNode test(Made endpoint) {
        return json(http().post()
                .uri("/admin/webhook-endpoints/" + endpoint.id() + "/test")
                .exchange()
                .expectStatus()
                .isAccepted());
    }

    JsonNode show(Made endpoint) {
        return json(
                get("/admin/webhook-endpoints/" + endpoint.id()).expectStatus().isOk());
    }

    List<JsonNode> deliveries(Made endpoint) {
        JsonNode page = json(get("/admin/webhook-endpoints/" + endpoint.id() + "/deliveries?limit=100")
                .expectStatus()
                .isOk());
        return page.get("data").valueStream().toList();
    }

    /** Waits until the newest delivery is so. */
    JsonNode awaitDelivery(Made endpoint, String status, int attempts) {
        return Awaiting.value(
                "a delivery that is " + status,
                () -> deliveries(endpoint).getFirst(),
                delivery -> delivery.get("status").asString().equals(status)
                        && delivery.get("attempts").asInt() == attempts);
    }

    static JsonNode json(WebTestClient.ResponseSpec response) {
        return response.expectBody(JsonNode.class).returnResult().getResponseBody();
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : made) {
            each.close();
        }
    }
}
