package io.tollgate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.platform.jobs.KafkaTail;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tokens that administrators are given: for machines, and for themselves in a user's place. Good, refused and dead, they are
 * looked for in the log, in every table, in Kafka and in every refusal, as {@link SecrecyTest} does with those of users.
 */
@IntegrationTest
@ExtendWith(OutputCaptureExtension.class)
class HandedOutTokensTest {

    private static final String PROBE = "/probe/usage:write";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private JsonMapper json;

    private final Secrecy secrecy = new Secrecy();
    private final StringBuilder refusals = new StringBuilder();
    private TestUser admin;

    /** Kafka has a topic for the audit log from the first line on. */
    @BeforeEach
    void signIn() {
        admin = users.admin();
        byAdmin(HttpMethod.GET, "/admin/users/" + users.signUp().id(), null, 200);
        new AuthRows(db).awaitSent(admin.id().toString());
    }

    @Test
    void areNowhereButInTheAnswerThatGivesThem(CapturedOutput output) {
        LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
        logging.setLogLevel("io.tollgate", LogLevel.TRACE);
        try (KafkaTail kafka = KafkaTail.fromNowOn()) {
            haveAMachine();
            actForAUser();
            new AuthRows(db).awaitSent(admin.id().toString());
            assertThat(secrecy.size()).isEqualTo(8);
            secrecy.isNotIn("a refusal", refusals.toString());
            secrecy.isNotIn("the log", output.getAll());
            secrecy.isNotIn(db);
            secrecy.isNotInMessages(kafka.messages());
        } finally {
            logging.setLogLevel("io.tollgate", null);
        }
    }

    private void haveAMachine() {
        Map<String, ?> wanted = Map.of("name", "producer " + UUID.randomUUID(), "scopes", List.of("usage:write"));
        JsonNode made = byAdmin(HttpMethod.POST, "/admin/service-accounts", wanted, 201);
        String account =
                "/admin/service-accounts/" + made.get("account").get("id").asString();
        String first = machines("first", made);
        call(HttpMethod.POST, PROBE, first, 200);
        refused(HttpMethod.GET, "/me", first, 403);
        refused(HttpMethod.POST, "/probe/entitlements:consume", first, 403);
        refused(HttpMethod.GET, "/me", first + "x", 401);
        String second =
                machines("second", byAdmin(HttpMethod.POST, account + "/rotate", Map.of("overlap_seconds", 0), 200));
        call(HttpMethod.POST, PROBE, second, 200);
        refused(HttpMethod.POST, PROBE, first, 401);
        refused(HttpMethod.GET, "/me?token=" + second, second, 403);
        byAdmin(HttpMethod.GET, account, null, 200);
        byAdmin(HttpMethod.DELETE, account, null, 204);
        refused(HttpMethod.POST, PROBE, second, 401);
    }

    private void actForAUser() {
        String of = "/admin/users/" + users.signUp().id() + "/impersonate";
        String token = signed("impersonation", byAdmin(HttpMethod.POST, of, Map.of("reason", "Ticket 4711"), 200));
        call(HttpMethod.GET, "/me", token, 200);
        refused(HttpMethod.POST, "/logout/all", token, 403);
        refused(HttpMethod.GET, "/admin/users", token, 403);
        refused(HttpMethod.POST, PROBE, token, 403);
        call(HttpMethod.POST, "/logout", token, 204);
        refused(HttpMethod.GET, "/me", token, 401);
        String another = signed("another", byAdmin(HttpMethod.POST, of, Map.of("reason", "Ticket 4712"), 200));
        byAdmin(HttpMethod.POST, "/logout", null, 204);
        refused(HttpMethod.GET, "/me", another, 401);
    }

    /** Also its secret by itself: that is all that counts. */
    private String machines(String what, JsonNode answer) {
        String token =
                secrecy.typed(what + " token of a machine", answer.get("token").asString());
        secrecy.typed(what + " secret of a machine", token.substring(37, 80));
        return token;
    }

    /** Also its signature by itself: the rest of it is known to whoever knows the user. */
    private String signed(String what, JsonNode answer) {
        String token = secrecy.typed(what + " token", answer.get("token").asString());
        secrecy.typed("signature of " + what, token.substring(token.lastIndexOf('.') + 1));
        return token;
    }

    private JsonNode byAdmin(HttpMethod method, String path, Object body, int status) {
        String answer = call(method, path, admin.token(), body, status).getResponseBody();
        return json.readTree(answer == null ? "{}" : answer);
    }

    private void refused(HttpMethod method, String path, String token, int status) {
        EntityExchangeResult<String> answer = call(method, path, token, status);
        refusals.append(answer.getResponseBody())
                .append(answer.getResponseHeaders())
                .append('\n');
    }

    private EntityExchangeResult<String> call(HttpMethod method, String path, String token, int status) {
        return call(method, path, token, null, status);
    }

    /** With a key: an answer with a token in it is kept for nobody's second try. */
    private EntityExchangeResult<String> call(HttpMethod method, String path, String token, Object body, int status) {
        var request = http.method(method)
                .uri(path)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .headers(headers -> headers.setBearerAuth(token));
        ResponseSpec sent = body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange();
        EntityExchangeResult<String> answer = sent.expectBody(String.class).returnResult();
        assertThat(answer.getStatus().value()).as("%s %s", method, path).isEqualTo(status);
        return answer;
    }
}
