package io.tollgate.auth.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestMails;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.auth.Logins.Tokens;
import io.tollgate.auth.deactivation.Deactivation;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import io.tollgate.platform.web.RequestFacts;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

@IntegrationTest
class ErasureTest {

    private static final Map<String, String> RIGHT = Map.of("password", Logins.PASSWORD);

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private Deactivation deactivation;

    private Logins logins;

    private TestUser user;

    private Tokens tokens;

    @BeforeEach
    void signIn() {
        logins = new Logins(http, hashing, passwords);
        user = logins.withPassword(testUsers.signUp());
        tokens = logins.login(user);
    }

    @Test
    void leavesTheUserNoWayIn() {
        String wanted = "next-" + user.user().email();
        String code = logins.requestCode(user);
        changeEmail(wanted).expectStatus().isAccepted();
        String link = Mailbox.of(wanted).awaitOne().link().split("token=")[1];

        assertThat(erase(tokens, RIGHT)).isEqualTo(204);

        assertThat(logins.me(tokens)).isEqualTo(401);
        assertThat(Logins.status(user.authorized(http).get().uri("/me").exchange()))
                .isEqualTo(401);
        assertThat(Logins.status(logins.refresh(tokens))).isEqualTo(401);
        logins.attempt(user.user().email())
                .expectStatus()
                .isUnauthorized()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("Invalid email or password");
        assertThat(Logins.status(logins.attempt("erased:" + user.id()))).isEqualTo(401);
        assertThat(Logins.status(logins.attemptByCode(user, code))).isEqualTo(400);
        http.post()
                .uri("/me/email/confirm")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("token", link))
                .exchange()
                .expectStatus()
                .isUnauthorized();
        assertThat(erase(tokens, RIGHT)).isEqualTo(401);
        assertThat(deactivation
                        .reactivate(user.id(), user.id(), "no way back", RequestFacts.NONE)
                        .block())
                .isFalse();
        Awaiting.until(
                "the farewell", () -> TestMails.subjects(user.user().email()).contains("Your account was deleted"));
    }

    @Test
    void freesAddressAndUsername() {
        assertThat(erase(tokens, RIGHT)).isEqualTo(204);
        Mailbox.of(user.user().email()).await(1);
        http.post()
                .uri("/register")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of(
                        "email", user.user().email(),
                        "username", user.user().username(),
                        "password", "another long sentence 77"))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.id")
                .value(id -> assertThat(id).isNotEqualTo(user.id().toString()));
        assertThat(Mailbox.of(user.user().email()).await(2).getLast().subject()).isEqualTo("Email Verification");
        assertThat(logins.me(tokens)).isEqualTo(401);
    }

    private ResponseSpec changeEmail(String to) {
        return tokens.on(http)
                .post()
                .uri("/me/email")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("email", to))
                .exchange();
    }

    private int erase(Tokens by, Map<String, String> body) {
        var request = by.on(http).method(HttpMethod.DELETE).uri("/me");
        return Logins.status(
                body.isEmpty()
                        ? request.exchange()
                        : request.contentType(MediaType.APPLICATION_JSON)
                                .bodyValue(body)
                                .exchange());
    }
}
