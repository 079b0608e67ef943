package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What asking for a mail tells strangers: nothing. */
@IntegrationTest
class MailSecrecyTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers testUsers;

    @Autowired
    private DatabaseClient db;

    private AuthCalls calls;

    @BeforeEach
    void call() {
        calls = new AuthCalls(http);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/forget-password", "/request/login-code"})
    void answersAlikeWhetherOrNotThereIsAnAccount(String path) {
        TestUser known = testUsers.signUp();
        TestUser deactivated = testUsers.deactivated();
        String stranger = UUID.randomUUID() + "@example.test";
        EntityExchangeResult<JsonNode> expected = ask(path, known.user().email());
        for (String other : List.of(stranger, deactivated.user().email())) {
            EntityExchangeResult<JsonNode> answer = ask(path, other);
            assertThat(answer.getStatus()).isEqualTo(expected.getStatus());
            assertThat(answer.getResponseBody().propertyNames())
                    .isEqualTo(expected.getResponseBody().propertyNames());
            assertThat(answer.getResponseBody().get("message"))
                    .isEqualTo(expected.getResponseBody().get("message"));
            assertThat(names(answer)).isEqualTo(names(expected));
            if (expected.getResponseBody().has("flow_id")) {
                assertThat(answer.getResponseBody().get("flow_id").asString())
                        .hasSameSizeAs(expected.getResponseBody().get("flow_id").asString());
            }
        }
        AuthRows rows = new AuthRows(db);
        assertThat(rows.mailsTo(known.user().email())).hasSize(1);
        assertThat(rows.mailsTo(stranger)).isEmpty();
        assertThat(rows.mailsTo(deactivated.user().email())).isEmpty();
        assertThat(rows.auditedText(stranger)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/forget-password", "/request/login-code"})
    void takesAsLongWhetherOrNotThereIsAnAccount(String path) {
        List<String> users = IntStream.range(0, Stopwatch.TURNS)
                .mapToObj(_ -> testUsers.signUp().user().email())
                .toList();
        ask(path, UUID.randomUUID() + "@example.test");
        Stopwatch.findsNoDifference(
                path, turn -> ask(path, users.get(turn)), _ -> ask(path, UUID.randomUUID() + "@example.test"));
    }

    /** Five tries, then a dead code; the same answer all along, as long as for a stranger. */
    @Test
    void refusesCodesAlikeWhetherOrNotThereIsAnAccount() {
        String known = testUsers.signUp().user().email();
        String unknown = UUID.randomUUID() + "@example.test";
        List.of(known, unknown).forEach(email -> ask("/request/login-code", email));
        Mailbox.of(known).awaitOne();
        Stopwatch.findsNoDifference("code", _ -> guess(known), _ -> guess(unknown));
    }

    /** The tarpit closes after the same number of failures, whether or not there is an account. */
    @Test
    void refusesGuessesAtTheSamePointWhetherOrNotThereIsAnAccount() {
        for (String email : List.of(testUsers.signUp().user().email(), UUID.randomUUID() + "@example.test")) {
            for (int i = 0; i < 50; i++) {
                calls.post("/login/code", Map.of("email", email, "code", "12345x"), 400);
            }
            EntityExchangeResult<JsonNode> refused =
                    calls.send("/login/code", Map.of("email", email, "code", "12345x"));
            assertThat(refused.getStatus().value()).isEqualTo(429);
            assertThat(refused.getResponseBody().get("detail").asString()).isEqualTo("Too many failed attempts");
            assertThat(refused.getResponseHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                    .isNotNull();
        }
    }

    private void guess(String email) {
        calls.post("/login/code", Map.of("email", email, "code", "12345x"), 400);
    }

    private EntityExchangeResult<JsonNode> ask(String path, String email) {
        EntityExchangeResult<JsonNode> answer = calls.send(path, Map.of("email", email));
        assertThat(answer.getStatus().is2xxSuccessful())
                .as("%s", answer.getResponseBody())
                .isTrue();
        return answer;
    }

    private static List<String> names(EntityExchangeResult<JsonNode> answer) {
        return answer.getResponseHeaders().headerNames().stream()
                .filter(name -> !HttpHeaders.DATE.equalsIgnoreCase(name))
                .sorted()
                .toList();
    }
}
