package io.tollgate.auth.serviceaccount;

import io.tollgate.TestUsers.TestUser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** An administrator who makes service accounts, and the machines that use them. */
record Producer(WebTestClient http, TestUser admin) {

    /** An account as it was answered, with its token. */
    record Made(UUID id, String token, JsonNode account) {}

    Made create(String... scopes) {
        return create(Map.of(), scopes);
    }

    Made create(Map<String, ?> more, String... scopes) {
        Map<String, Object> body = new HashMap<>(more);
        body.putIfAbsent("name", "producer " + ThreadLocalRandom.current().nextLong());
        body.put("scopes", List.of(scopes));
        return made(send(HttpMethod.POST, "", body).expectStatus().isCreated());
    }

    Made rotate(UUID id, int overlapSeconds) {
        return made(send(HttpMethod.POST, "/" + id + "/rotate", Map.of("overlap_seconds", overlapSeconds))
                .expectStatus()
                .isOk());
    }

    void revoke(UUID id) {
        send(HttpMethod.DELETE, "/" + id, null).expectStatus().isNoContent();
    }

    JsonNode show(UUID id) {
        return send(HttpMethod.GET, "/" + id, null)
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    ResponseSpec send(HttpMethod method, String path, Object body) {
        var request = admin.authorized(http).method(method).uri("/admin/service-accounts" + path);
        return body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange();
    }

    /** Status of a call that wants this scope. */
    static int call(WebTestClient node, String token, String scope) {
        return respond(node, token, scope)
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    static ResponseSpec respond(WebTestClient node, String token, String scope) {
        return node.post()
                .uri("/probe/" + scope)
                .headers(headers -> headers.setBearerAuth(token))
                .exchange();
    }

    private static Made made(ResponseSpec answer) {
        JsonNode body = answer.expectHeader()
                .valueMatches("Cache-Control", ".*no-store.*")
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        JsonNode account = body.get("account");
        return new Made(
                UUID.fromString(account.get("id").asString()), body.get("token").asString(), account);
    }
}
