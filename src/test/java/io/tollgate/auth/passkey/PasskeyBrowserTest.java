package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** The browser that asked for a challenge is the one that may answer it. */
@IntegrationTest
class PasskeyBrowserTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    private PasskeyClient client;
    private TestUser user;
    private SoftAuthenticator authenticator;

    @BeforeEach
    void addAPasskey() {
        client = new PasskeyClient(http, db);
        user = testUsers.signUp();
        authenticator = new SoftAuthenticator();
        client.add(user, authenticator);
    }

    @Test
    void bindsTheChallengeToTheBrowserThatAskedForIt() {
        EntityExchangeResult<JsonNode> asked = browse(http, "/login/passkey/options", Map.of());
        ResponseCookie cookie = asked.getResponseCookies().getFirst("passkey_login");
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo("Strict");
        Map<String, Object> answer = authenticator.get(asked.getResponseBody());
        assertThat(browse(http, "/login/passkey", answer).getStatus().value()).isEqualTo(401);
        assertThat(browse(with(SoftAuthenticator.encode(SoftAuthenticator.random(32))), "/login/passkey", answer)
                        .getStatus()
                        .value())
                .isEqualTo(401);
        client.login(answer).body(401);
        EntityExchangeResult<JsonNode> let = browse(with(cookie.getValue()), "/login/passkey", answer);
        assertThat(let.getStatus().value()).isEqualTo(200);
        assertThat(let.getResponseBody().has("refresh_token")).isFalse();
    }

    @Test
    void doesNotLetAForeignPageLogABrowserInAsSomebodyElse() {
        Map<String, Object> attackers = authenticator.get(client.loginOptions());
        assertThat(browse(http, "/login/passkey", attackers).getStatus().value())
                .isEqualTo(401);
        assertThat(browse(with(SoftAuthenticator.encode(SoftAuthenticator.random(32))), "/login/passkey", attackers)
                        .getStatus()
                        .value())
                .isEqualTo(401);
    }

    @Test
    void sharesTheCookieAmongTheTabsOfABrowser() {
        EntityExchangeResult<JsonNode> first = browse(http, "/login/passkey/options", Map.of());
        WebTestClient browser =
                with(first.getResponseCookies().getFirst("passkey_login").getValue());
        EntityExchangeResult<JsonNode> second = browse(browser, "/login/passkey/options", Map.of());
        for (EntityExchangeResult<JsonNode> tab : new EntityExchangeResult[] {second, first}) {
            assertThat(browse(browser, "/login/passkey", authenticator.get(tab.getResponseBody()))
                            .getStatus()
                            .value())
                    .isEqualTo(200);
        }
    }

    private EntityExchangeResult<JsonNode> options(Map<String, String> who) {
        return http.post()
                .uri("/login/passkey/options")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(who)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult();
    }

    private WebTestClient with(String cookie) {
        return http.mutate().defaultCookie("passkey_login", cookie).build();
    }

    private static EntityExchangeResult<JsonNode> browse(WebTestClient browser, String path, Object body) {
        return browser.post()
                .uri(path)
                .header(HttpHeaders.ORIGIN, SoftAuthenticator.ORIGIN)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult();
    }
}
