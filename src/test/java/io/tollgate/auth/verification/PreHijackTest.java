package io.tollgate.auth.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.AuthRows;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Mallory registers an address and waits for its owner to confirm it (Sudhodanan and Paverd 2022). */
@IntegrationTest
class PreHijackTest {

    private static final String MALLORYS = "what mallory chose 1";
    private static final String OWNERS = "what the owner chose 2";

    private final String email = name() + "@example.test";

    @Autowired
    private WebTestClient http;

    @Autowired
    private MutableClock clock;

    @Autowired
    private DatabaseClient db;

    private AuthCalls calls;
    private UUID account;
    private String mallorysToken;

    @BeforeEach
    void preHijack() {
        calls = new AuthCalls(http);
        account = UUID.fromString(register(MALLORYS).get("id").asString());
        mallorysToken = login(MALLORYS, 200).get("token").asString();
        // Mails overtake each other.
        var _ = Mailbox.of(email).awaitOne();
        clock.advance(Duration.ofMinutes(2));
    }

    @Test
    void leavesNothingOfItToWhoRegisteredBeforeTheOwner() {
        register(OWNERS);
        JsonNode answer = calls.post("/verify", Map.of("token", linkOfMail(2)), 202);
        assertThat(answer.get("message").asString()).isEqualTo("Email is Verified");
        assertThat(me(mallorysToken)).isEqualTo(401);
        login(MALLORYS, 401);
        login(OWNERS, 401);

        String link = answer.get("choose_password_url").asString();
        calls.post("/new-password", Map.of("token", link.split("token=")[1], "password", OWNERS), 202);
        assertThat(me(login(OWNERS, 200).get("token").asString())).isEqualTo(200);
        assertThat(new AuthRows(db).audited(account, "email.verified", "success"))
                .isEqualTo(1);
    }

    @Test
    void cannotBeTurnedBackByAskingForAnotherMail() {
        register(OWNERS);
        Mailbox.of(email).await(2);
        clock.advance(Duration.ofMinutes(2));
        calls.with(mallorysToken).post("/request/verify", Map.of(), 202);
        calls.post("/verify", Map.of("token", linkOfMail(3)), 202);
        login(MALLORYS, 401);
    }

    @Test
    void leadsABrowserToThePageWhereAPasswordIsChosen() {
        register(OWNERS);
        String page = http.post()
                .uri("/verify")
                .accept(MediaType.TEXT_HTML)
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .bodyValue("token=" + linkOfMail(2))
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(page).contains("Choose a password");
        String link = page.substring(page.indexOf("<a href=\"") + 9).split("\"")[0];
        http.get()
                .uri(URI.create(link).getRawPath() + "?" + URI.create(link).getRawQuery())
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void endsSessionsAlsoWhereNobodyElseRegistered() {
        calls.post("/verify", Map.of("token", linkOfMail(1)), 202);
        assertThat(me(mallorysToken)).isEqualTo(401);
        login(MALLORYS, 200);
    }

    @Test
    void tellsTheReaderOfTheMailWhatTheyConfirmInNobodysWords() {
        assertThat(Mailbox.of(email).awaitOne().text())
                .startsWith("Hello,")
                .contains("chose a password", "do not confirm");
        calls.post("/forget-password", Map.of("email", email), 202);
        assertThat(Mailbox.of(email).await(2).getLast().text()).startsWith("Hello there,");
    }

    private JsonNode register(String password) {
        return calls.post("/register", Map.of("email", email, "username", name(), "password", password), 201);
    }

    private JsonNode login(String password, int status) {
        return calls.post("/login", Map.of("email", email, "password", password), status);
    }

    private String linkOfMail(int number) {
        return Mailbox.of(email).await(number).get(number - 1).link().split("token=")[1];
    }

    private int me(String token) {
        return http.get()
                .uri("/me")
                .headers(headers -> headers.setBearerAuth(token))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private static String name() {
        return "n" + UUID.randomUUID().toString().replace("-", "");
    }
}
