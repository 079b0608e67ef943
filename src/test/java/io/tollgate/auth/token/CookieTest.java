package io.tollgate.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
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
import org.springframework.test.web.reactive.server.WebTestClient.RequestHeadersSpec;
import tools.jackson.databind.JsonNode;

/** Browsers keep the refresh token in a cookie, and only allowed pages may have it used. */
@IntegrationTest
class CookieTest {

    private static final String PASSWORD = Logins.PASSWORD;
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

    @Test
    void givesABrowserItsTokenAsACookieThatNoScriptReads() {
        new Logins(http, hashing, passwords).withPassword(user);
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
        assertThat(made.getName()).isEqualTo("__Host-refresh_token");
        assertThat(made.isSecure()).isTrue();
        assertThat(cookie.cleared().toString())
                .startsWith("__Host-refresh_token=; Path=/; Max-Age=0;")
                .contains("Secure", "HttpOnly", "SameSite=Strict");
    }

    /** Another host of the domain could have set one of them. */
    @Test
    void refusesTwoCookiesOfTheName() {
        EntityExchangeResult<JsonNode> two = answer(http.post()
                .uri("/refresh-token")
                .header(HttpHeaders.ORIGIN, OWN)
                .header(HttpHeaders.COOKIE, "refresh_token=" + tokens.refresh() + "; refresh_token=planted"));
        assertThat(two.getStatus().value()).isEqualTo(400);
        assertThat(client.refresh(tokens.refresh()).status()).isEqualTo(200);
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
    void takesADeadTokenOutOfTheBrowser() {
        client.logout(tokens.refresh());
        EntityExchangeResult<JsonNode> dead = answer(fromBrowser(tokens.refresh(), OWN));
        assertThat(dead.getStatus().value()).isEqualTo(401);
        assertThat(dead.getResponseCookies().getFirst("refresh_token").getMaxAge())
                .isZero();
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

    /** Of two sessions, nobody knows which is meant. */
    @Test
    void refusesACookieAndABodyThatDiffer() {
        Tokens others = client.signIn(user);
        EntityExchangeResult<JsonNode> two = answer(http.post()
                .uri("/refresh-token")
                .header(HttpHeaders.ORIGIN, OWN)
                .cookie("refresh_token", tokens.refresh())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("refresh_token", others.refresh())));
        assertThat(two.getStatus().value()).isEqualTo(400);
        assertThat(two.getResponseBody().get("code").asString()).isEqualTo("invalid_request");
        assertThat(two.getResponseCookies()).isEmpty();
        assertThat(client.refresh(tokens.refresh()).status()).isEqualTo(200);
        assertThat(client.refresh(others.refresh()).status()).isEqualTo(200);
    }

    @Test
    void logsABrowserOutWhoseAccessTokenHasExpired() {
        clock.advance(Duration.ofMinutes(16));
        assertThat(client.me(tokens.access())).isEqualTo(401);
        EntityExchangeResult<JsonNode> answer = answer(http.post()
                .uri("/logout")
                .headers(headers -> headers.setBearerAuth(tokens.access()))
                .header(HttpHeaders.ORIGIN, OWN)
                .cookie("refresh_token", tokens.refresh()));
        assertThat(answer.getStatus().value()).isEqualTo(204);
        assertThat(answer.getResponseCookies().getFirst("refresh_token").getMaxAge())
                .isZero();
        assertThat(client.refresh(tokens.refresh()).code()).isEqualTo("session_ended");
    }

    @BeforeEach
    void signIn() {
        client = new TokenClient(http, grants);
        user = testUsers.signUp();
        tokens = client.signIn(user);
    }

    private RequestHeadersSpec<?> fromBrowser(String token, String origin) {
        return http.post()
                .uri("/refresh-token")
                .header(HttpHeaders.ORIGIN, origin)
                .cookie("refresh_token", token);
    }

    private static EntityExchangeResult<JsonNode> answer(RequestHeadersSpec<?> request) {
        return request.exchange().expectBody(JsonNode.class).returnResult();
    }
}
