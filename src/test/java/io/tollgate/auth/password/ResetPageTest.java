package io.tollgate.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.BrowserPage;
import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.AuthRows;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;

/** The page behind the link of a reset mail. */
@IntegrationTest
class ResetPageTest {

    private static final String NEW = "another séntence, quite odd";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    private TestUser user;
    private String link;
    private String token;

    @BeforeEach
    void askForALink() {
        user = testUsers.signUp();
        new AuthCalls(http).post("/forget-password", Map.of("email", user.user().email()), 202);
        link = Mailbox.of(user.user().email()).awaitOne().link();
        token = link.split("token=")[1];
    }

    @Test
    void leadsToThePageOfTheConfiguredUrl() {
        assertThat(link).startsWith("http://tollgate.test/new-password?token=");
    }

    @Test
    void showsAFormWithoutScriptsAndUsesNothingUp() {
        for (int i = 0; i < 2; i++) {
            http.get()
                    .uri("/new-password?token={token}", token)
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectHeader()
                    .value(
                            "Content-Security-Policy",
                            policy -> assertThat(policy)
                                    .contains("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'"))
                    .expectHeader()
                    .valueEquals("Referrer-Policy", "same-origin")
                    .expectHeader()
                    .valueEquals("Cache-Control", "no-store")
                    .expectBody(String.class)
                    .value(page -> assertThat(page)
                            .contains("<form method=\"post\"", token, "autocomplete=\"new-password\"")
                            .doesNotContain("<script"));
        }
        assertThat(submit(token, NEW, 202)).contains("Your password has been changed");
        assertThat(new AuthRows(db).hasPassword(user.id())).isTrue();
        new AuthCalls(http).post("/login", Map.of("email", user.user().email(), "password", NEW), 200);
    }

    @Test
    void letsABrowserSendItsOwnForm() {
        BrowserPage.open(http, link)
                .press("new-password", Map.of("token", token, "password", NEW))
                .expectStatus()
                .isAccepted();
    }

    @Test
    void showsTheFormAgainWhenThePasswordIsRefused() {
        assertThat(submit(token, "short", 422)).contains("at least 8 characters", token, "<form");
        assertThat(submit(token, NEW, 202)).contains("Your password has been changed");
        assertThat(submit(token, NEW, 401)).contains("This link is not valid");
    }

    @Test
    void putsNothingOfTheQueryIntoThePageAsMarkup() {
        http.get()
                .uri("/new-password?token={token}", "\"><b>x")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(page -> assertThat(page).doesNotContain("<b>x"));
    }

    @Test
    void asksForTheToken() {
        http.get().uri("/new-password").exchange().expectStatus().isEqualTo(422);
        new AuthCalls(http).post("/new-password", Map.of("token", "", "password", NEW), 422);
        new AuthCalls(http).post("/new-password", Map.of("token", token), 422);
    }

    private String submit(String given, String password, int status) {
        return http.post()
                .uri("/new-password")
                .body(BodyInserters.fromFormData("token", given).with("password", password))
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }
}
