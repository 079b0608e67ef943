package io.tollgate.admin.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.TestUsers.TestUser;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Somebody, mostly an administrator, at {@code /admin}. */
record AdminClient(WebTestClient http, TestUser who) {

    JsonNode get(String path, Object... variables) {
        return body(ask(path, variables), 200);
    }

    ResponseSpec ask(String path, Object... variables) {
        return who.authorized(http).get().uri("/admin" + path, variables).exchange();
    }

    ResponseSpec send(HttpMethod method, String path, Object body) {
        var request = who.authorized(http).method(method).uri("/admin" + path);
        return body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange();
    }

    ResponseSpec post(UUID user, String what, Object body) {
        return send(HttpMethod.POST, "/users/" + user + "/" + what, body);
    }

    ResponseSpec role(UUID user, String role) {
        return send(HttpMethod.PUT, "/users/" + user + "/role", Map.of("role", role));
    }

    /** @return the token */
    String impersonate(UUID user) {
        return body(post(user, "impersonate", Map.of("reason", "Ticket 4711")), 200)
                .get("token")
                .asString();
    }

    static JsonNode body(ResponseSpec answer, int status) {
        return answer.expectStatus()
                .isEqualTo(status)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    /** Of the users on a page. */
    static List<UUID> ids(JsonNode page) {
        return StreamSupport.stream(page.get("data").spliterator(), false)
                .map(row -> UUID.fromString(row.get("id").asString()))
                .toList();
    }

    static void refused(ResponseSpec answer, int status, String code) {
        assertThat(body(answer, status).get("code").asString()).isEqualTo(code);
    }

    static int status(ResponseSpec answer) {
        return answer.expectBody().returnResult().getStatus().value();
    }

    /** Status of {@code GET /me} with this token. */
    static int me(WebTestClient http, String token) {
        return status(http.get()
                .uri("/me")
                .headers(headers -> headers.setBearerAuth(token))
                .exchange());
    }

    /** An empty object, with this token. */
    static ResponseSpec send(WebTestClient http, String token, HttpMethod method, String path) {
        return http.method(method)
                .uri(path)
                .headers(headers -> headers.setBearerAuth(token))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of())
                .exchange();
    }
}
