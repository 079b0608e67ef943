package io.tollgate.auth.token;

import io.tollgate.TestUsers.TestUser;
import io.tollgate.platform.web.RequestFacts;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A mobile app as tests have it: keeps no cookies, sends tokens in bodies. */
final class TokenClient {

    private final WebTestClient http;
    private final Grants grants;

    TokenClient(WebTestClient http, Grants grants) {
        this.http = http;
        this.grants = grants;
    }

    record Tokens(String access, String refresh) {}

    record Answer(int status, JsonNode body) {

        Tokens tokens() {
            return new Tokens(
                    body.get("token").asString(), body.get("refresh_token").asString());
        }

        String code() {
            return body.get("code").asString();
        }
    }

    /** A session with its first tokens. */
    Tokens signIn(TestUser user) {
        Grant grant = grants.open(user.user(), List.of("pwd"), RequestFacts.NONE)
                .flatMap(grants::grant)
                .block();
        return new Tokens(grant.accessToken(), grant.refreshToken());
    }

    Answer refresh(String token) {
        EntityExchangeResult<JsonNode> result = http.post()
                .uri("/refresh-token")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("refresh_token", token))
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult();
        return new Answer(result.getStatus().value(), result.getResponseBody());
    }

    Answer changePassword(String accessToken, String old, String next) {
        EntityExchangeResult<JsonNode> result = http.post()
                .uri("/change-password")
                .headers(headers -> headers.setBearerAuth(accessToken))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("old_password", old, "new_password", next))
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult();
        return new Answer(result.getStatus().value(), result.getResponseBody());
    }

    int logout(String refreshToken) {
        return http.post()
                .uri("/logout")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("refresh_token", refreshToken))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    int me(String accessToken) {
        return http.get()
                .uri("/me")
                .headers(headers -> headers.setBearerAuth(accessToken))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }
}
