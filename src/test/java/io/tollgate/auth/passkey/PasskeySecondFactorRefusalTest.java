package io.tollgate.auth.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.OwnThreads;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.auth.passkey.PasskeyClient.Answer;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Answers that are no second factor. */
@IntegrationTest
class PasskeySecondFactorRefusalTest {

    private static final String PASSWORD = Logins.PASSWORD;

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private PasswordHashing hashing;

    @Autowired
    private PasswordRepository passwords;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private PasskeyClient client;
    private TestUser user;

    @BeforeEach
    void signUp() {
        client = new PasskeyClient(http, db);
        user = testUsers.signUp();
        new Logins(http, hashing, passwords).withPassword(user);
    }

    @Test
    void takesAnAnswerOnceHoweverOftenItComes() {
        SoftAuthenticator key = securityKey();
        JsonNode wanted = login();
        Map<String, Object> answer = key.get(options(wanted));
        List<Integer> statuses = Flux.range(0, 5)
                .flatMap(
                        _ -> Mono.fromCallable(() -> show(wanted, answer).status())
                                .subscribeOn(OwnThreads.SCHEDULER),
                        5)
                .collectList()
                .block();
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(client.liveSessions(user.id())).isEqualTo(2);
    }

    @Test
    void refusesAnAnswerToAnotherChallenge() {
        SoftAuthenticator key = securityKey();
        JsonNode one = login();
        JsonNode other = login();
        refused(show(other, key.get(options(one))));
        refused(show(one, key.get(client.loginOptions())));
        refused(show(one, key.get(client.post(user, "/passkeys/options", null).body(200))));
        show(one, key.get(options(one))).body(200);
    }

    @Test
    void refusesAPasskeyOfAnotherUser() {
        securityKey();
        SoftAuthenticator others = new SoftAuthenticator();
        client.add(testUsers.signUp(), others);
        JsonNode wanted = login();
        refused(show(wanted, others.get(options(wanted))));
        others.userHandle = null;
        refused(show(wanted, others.get(options(wanted))));
    }

    @Test
    void refusesForgedAndExpiredAnswersAndNonsense() {
        SoftAuthenticator key = securityKey();
        JsonNode wanted = login();
        JsonNode options = options(wanted);
        key.origin = "https://evil.example";
        refused(show(wanted, key.get(options)));
        key.origin = SoftAuthenticator.ORIGIN;
        key.key = AuthenticatorKey.es256();
        refused(show(wanted, key.get(options)));
        refused(show(wanted, Map.of("response", "text")));
        refused(show(wanted, List.of()));
        refused(client.post(null, "/login/mfa/passkey/options", Map.of("mfa_token", "unknown")));
        assertThat(client.post(null, "/login/mfa/passkey/options", Map.of()).status())
                .isEqualTo(422);
        JsonNode late = login();
        clock.advance(Duration.ofMinutes(6));
        refused(client.post(null, "/login/mfa/passkey/options", Map.of("mfa_token", token(late))));
    }

    @Test
    void reportsAnAuthenticatorThatCountsBackAlthoughTheLoginIsTakenBack() {
        SoftAuthenticator key = securityKey();
        key.counter = 40;
        JsonNode wanted = login();
        show(wanted, key.get(options(wanted))).body(200);
        key.counter = 20;
        JsonNode again = login();
        refused(show(again, key.get(options(again))));
        assertThat(client.audit("passkey.copied", user.id())).containsExactly("success");
        assertThat(Mailbox.of(user.user().email()).await(2))
                .anySatisfy(mail -> assertThat(mail.subject()).contains("may have been copied"));
    }

    /** One without a PIN, and without room to remember whose it is. */
    private SoftAuthenticator securityKey() {
        SoftAuthenticator key = new SoftAuthenticator();
        key.userVerified = false;
        key.discoverable = false;
        client.add(user, key);
        return key;
    }

    private JsonNode login() {
        return client.post(null, "/login", Map.of("email", user.user().email(), "password", PASSWORD))
                .body(200);
    }

    private JsonNode options(JsonNode wanted) {
        return client.post(null, "/login/mfa/passkey/options", Map.of("mfa_token", token(wanted)))
                .body(200);
    }

    private Answer show(JsonNode wanted, Object response) {
        return client.post(
                null, "/login/mfa", Map.of("mfa_token", token(wanted), "method", "webauthn", "response", response));
    }

    private static String token(JsonNode wanted) {
        return wanted.get("mfa_token").asString();
    }

    private static void refused(Answer answer) {
        answer.body(401);
        assertThat(answer.code()).isEqualTo("mfa_invalid");
    }
}
