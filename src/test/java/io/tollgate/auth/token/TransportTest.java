package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import io.tollgate.auth.token.TokenClient.Tokens;
import io.tollgate.platform.web.WebProperties;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.RequestBodySpec;
import org.springframework.test.web.reactive.server.WebTestClient.RequestHeadersSpec;
import tools.jackson.databind.JsonNode;

/** How refresh tokens travel: cookies for browsers of allowed pages, bodies for everybody else. */
@IntegrationTest
class TransportTest {

    private static final String PASSWORD = "rather long and odd 42";
    private static final String OWN = "http://tollgate.test";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private Grants grants;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private MutableClock clock;

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
    void givesABrowserItsTokenAsACookieThatNoScriptReads() {
        hashing.hash(PASSWORD)
                .flatMap(hash -> passwords.insert(user.id(), hash))
                .block();
        EntityExchangeResult<JsonNode> answer = answer(http.post()
                .uri("/login")
                .header(HttpHeaders.ORIGIN, OWN)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("email", user.user().email(), "password", PASSWORD)));
        assertThat(answer.getStatus().value()).isEqualTo(200);
        assertThat(answer.getResponseBody().has("refresh_token")).isFalse();
        ResponseCookie cookie = answer.getResponseCookies().getFirst("refresh_token");
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.isSecure()).isFalse();
        assertThat(cookie.getSameSite()).isEqualTo("Strict");
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getMaxAge()).isBetween(Duration.ofDays(29), Duration.ofDays(30));
        assertThat(answer.getResponseHeaders().getCacheControl()).isEqualTo("no-store");

        EntityExchangeResult<JsonNode> refreshed = answer(fromBrowser(cookie.getValue(), OWN));
        assertThat(refreshed.getStatus().value()).isEqualTo(200);
        assertThat(refreshed.getResponseBody().propertyNames()).containsExactly("token", "type");
        assertThat(refreshed.getResponseCookies().getFirst("refresh_token").getValue())
                .isNotEqualTo(cookie.getValue());
    }

    @Test
    void marksTheCookieSecureBehindTls() {
        RefreshCookie cookie = new RefreshCookie(
                new WebProperties("https://gate.example", "https://app.example", List.of(), List.of()), clock);
        ResponseCookie made = cookie.holding("token", clock.instant().plusSeconds(60));
        assertThat(made.getName()).isEqualTo("__Secure-refresh_token");
        assertThat(made.isSecure()).isTrue();
        assertThat(cookie.cleared().toString())
                .startsWith("__Secure-refresh_token=; Path=/; Max-Age=0;")
                .contains("Secure", "HttpOnly", "SameSite=Strict");
    }

    @Test
    void refusesTheCookieFromForeignOrUnknownPages() {
        EntityExchangeResult<JsonNode> foreign = answer(fromBrowser(tokens.refresh(), "https://evil.example"));
        assertThat(foreign.getStatus().value()).isEqualTo(403);
        assertThat(foreign.getResponseBody().get("code").asString()).isEqualTo("origin_not_allowed");
        EntityExchangeResult<JsonNode> unknown =
                answer(http.post().uri("/refresh-token").cookie("refresh_token", tokens.refresh()));
        assertThat(unknown.getStatus().value()).isEqualTo(403);
        assertThat(unknown.getResponseBody().get("code").asString()).isEqualTo("origin_not_allowed");
        EntityExchangeResult<JsonNode> logout = answer(http.post()
                .uri("/logout")
                .header(HttpHeaders.ORIGIN, "null")
                .cookie("refresh_token", tokens.refresh()));
        assertThat(logout.getStatus().value()).isEqualTo(403);
        assertThat(client.me(tokens.access())).isEqualTo(200);
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
    void takesADeadTokenOutOfTheBrowser() {
        client.logout(tokens.refresh());
        EntityExchangeResult<JsonNode> dead = answer(fromBrowser(tokens.refresh(), OWN));
        assertThat(dead.getStatus().value()).isEqualTo(401);
        assertThat(dead.getResponseCookies().getFirst("refresh_token").getMaxAge())
                .isZero();
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

    @Test
    void logsABrowserOutByItsCookie() {
        EntityExchangeResult<JsonNode> answer = answer(
                http.post().uri("/logout").header(HttpHeaders.ORIGIN, OWN).cookie("refresh_token", tokens.refresh()));
        assertThat(answer.getStatus().value()).isEqualTo(204);
        assertThat(answer.getResponseCookies().getFirst("refresh_token").getMaxAge())
                .isZero();
        assertThat(client.me(tokens.access())).isEqualTo(401);
        assertThat(client.refresh(tokens.refresh()).code()).isEqualTo("session_ended");
    }

    private RequestHeadersSpec<?> fromBrowser(String token, String origin) {
        return http.post()
                .uri("/refresh-token")
                .header(HttpHeaders.ORIGIN, origin)
                .cookie("refresh_token", token);
    }

    private RequestHeadersSpec<?> json(String path, Map<String, String> body) {
        RequestBodySpec request = http.post().uri(path).contentType(MediaType.APPLICATION_JSON);
        return request.bodyValue(body);
    }

    private static EntityExchangeResult<JsonNode> answer(RequestHeadersSpec<?> request) {
        return request.exchange().expectBody(JsonNode.class).returnResult();
    }
}
