package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.token.TokenClient.Tokens;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.RequestBodySpec;
import org.springframework.test.web.reactive.server.WebTestClient.RequestHeadersSpec;
import tools.jackson.databind.JsonNode;

/** How refresh tokens travel: cookies for browsers of allowed pages, bodies for everybody else. */
@IntegrationTest
class TransportTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private Grants grants;

    private TokenClient client;
    private TestUser user;
    private Tokens tokens;

    @BeforeEach
    void signIn() {
        client = new TokenClient(http, grants);
        user = testUsers.signUp();
        tokens = client.signIn(user);
    }

    @Test
    void takesTheTokenFromTheQueryAsTheOriginalDid() {
        assertThat(answer(http.post().uri("/refresh-token?token={token}", tokens.refresh()))
                        .getStatus()
                        .value())
                .isEqualTo(200);
    }

    @Test
    void takesTheTokenUnderItsShortName() {
        assertThat(answer(json("/refresh-token", Map.of("token", tokens.refresh())))
                        .getStatus()
                        .value())
                .isEqualTo(200);
    }

    @Test
    void refusesTwoDifferentTokens() {
        Tokens others = client.signIn(user);
        EntityExchangeResult<JsonNode> two = answer(http.post()
                .uri("/refresh-token?token={token}", others.refresh())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("refresh_token", tokens.refresh())));
        assertThat(two.getStatus().value()).isEqualTo(400);
        EntityExchangeResult<JsonNode> twice =
                answer(json("/refresh-token", Map.of("refresh_token", tokens.refresh(), "token", tokens.refresh())));
        assertThat(twice.getStatus().value()).isEqualTo(200);
    }

    @Test
    void saysThatTheTokenIsMissing() {
        EntityExchangeResult<JsonNode> none = answer(http.post().uri("/refresh-token"));
        assertThat(none.getStatus().value()).isEqualTo(401);
        assertThat(none.getResponseBody().get("detail").asString()).isEqualTo("Refresh token is missing.");
        assertThat(answer(json("/refresh-token", Map.of()))
                        .getResponseBody()
                        .get("code")
                        .asString())
                .isEqualTo("refresh_token_missing");
        assertThat(answer(http.post().uri("/refresh-token").contentType(MediaType.APPLICATION_JSON))
                        .getStatus()
                        .value())
                .isEqualTo(401);
    }

    @Test
    void refusesUnknownFieldsAndOtherBodies() {
        assertThat(answer(json("/refresh-token", Map.of("refreshToken", "x")))
                        .getStatus()
                        .value())
                .isEqualTo(422);
        assertThat(answer(http.post()
                                .uri("/refresh-token")
                                .contentType(MediaType.TEXT_PLAIN)
                                .bodyValue("token"))
                        .getStatus()
                        .value())
                .isEqualTo(415);
    }

    @Test
    void mistakesNeitherKindOfTokenForTheOther() {
        assertThat(client.me(tokens.refresh())).isEqualTo(401);
        TokenClient.Answer refused = client.refresh(tokens.access());
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.code()).isEqualTo("refresh_token_invalid");
        assertThat(client.refresh("made up").code()).isEqualTo("refresh_token_invalid");
        assertThat(client.refresh(tokens.refresh() + "x").code()).isEqualTo("refresh_token_invalid");
    }

    private RequestHeadersSpec<?> json(String path, Map<String, String> body) {
        RequestBodySpec request = http.post().uri(path).contentType(MediaType.APPLICATION_JSON);
        return request.bodyValue(body);
    }

    private static EntityExchangeResult<JsonNode> answer(RequestHeadersSpec<?> request) {
        return request.exchange().expectBody(JsonNode.class).returnResult();
    }
}
