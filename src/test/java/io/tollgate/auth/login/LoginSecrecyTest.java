package io.tollgate.auth.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.AuthCalls;
import io.tollgate.auth.Logins;
import io.tollgate.auth.Stopwatch;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What a login tells strangers: nothing. */
@IntegrationTest
class LoginSecrecyTest {

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
    private MeterRegistry meters;

    private TestUser user;

    @Test
    void tellsNobodyWhatWasWrong() {
        JsonNode wrong = login(user.user().email(), "not this one 123", 401);
        JsonNode unknown = login("nobody-" + user.id() + "@example.test", PASSWORD, 401);
        JsonNode unknownName = login("nobody" + user.id(), PASSWORD, 401);
        JsonNode withoutPassword = login(testUsers.signUp().user().email(), PASSWORD, 401);
        assertThat(wrong.get("detail").asString()).isEqualTo("Invalid email or password");
        assertThat(wrong.get("code").asString()).isEqualTo("invalid_credentials");
        for (JsonNode other : List.of(unknown, unknownName, withoutPassword)) {
            assertThat(other.propertyNames()).isEqualTo(wrong.propertyNames());
            assertThat(other.get("detail")).isEqualTo(wrong.get("detail"));
            assertThat(other.get("title")).isEqualTo(wrong.get("title"));
        }
    }

    @Test
    void tellsThatAnAccountIsDisabledOnlyAfterTheRightPassword() {
        TestUser disabled = withPassword(testUsers.deactivated());
        assertThat(login(disabled.user().email(), PASSWORD, 403).get("detail").asString())
                .isEqualTo("User is disabled");
        assertThat(login(disabled.user().email(), "not this one 123", 401)
                        .get("code")
                        .asString())
                .isEqualTo("invalid_credentials");
    }

    /** Else the time would tell who has no password, who is shut out, and who is not there. */
    @Test
    void costsOneHashWhoeverIsNamed() {
        for (String name : List.of(
                user.user().email(),
                testUsers.signUp().user().email(),
                withPassword(testUsers.deactivated()).user().email(),
                "nobody-" + user.id() + "@example.test")) {
            long before = hashes();
            login(name, "not this one 123", 401);
            assertThat(hashes() - before).as(name).isEqualTo(1);
        }
    }

    @Test
    void leavesATraceOfEveryAttemptWithoutNamingStrangers() {
        String stranger = "stranger-" + user.id() + "@example.test";
        login(stranger, "secret-of-a-stranger", 401);
        login(user.user().email(), PASSWORD, 200);
        assertThat(count(
                        "select count(*) from audit_log where action = 'login' and outcome = 'success' and"
                                + " actor_id::text = :it",
                        user.id().toString()))
                .isEqualTo(1);
        assertThat(count("select count(*) from audit_log a where a::text like '%' || :it || '%'", stranger))
                .isZero();
        assertThat(count(
                        "select count(*) from audit_log a where a::text like '%' || :it || '%'",
                        "secret-of-a-stranger"))
                .isZero();
        assertThat(count(
                        "select count(*) from audit_log where action = 'login' and outcome = 'wrong_credentials'"
                                + " and subject_id is null and length(details ->> 'identifier') >= :it::int",
                        "32"))
                .isPositive();
    }

    /** A stranger with a stop watch learns nothing, either: a hash of 25 ms would stand out. */
    @Test
    void takesAsLongForAnUnknownNameAsForAKnownOne() {
        String unknown = "nobody-" + user.id() + "@example.test";
        Stopwatch.findsNoDifference("login", _ -> guess(user.user().email()), _ -> guess(unknown));
    }

    @Test
    void refusesGuessesAtTheSamePointWhetherOrNotThereIsAnAccount() {
        for (String identifier : List.of(user.user().email(), "nobody-" + user.id() + "@example.test")) {
            List<Integer> statuses =
                    new AuthCalls(http).race(51, "/login", Map.of("email", identifier, "password", "not this one 123"));
            assertThat(statuses).containsOnlyOnce(429).containsOnly(401, 429);
        }
    }

    private void guess(String identifier) {
        login(identifier, "not this one 123", 401);
    }

    @BeforeEach
    void signUp() {
        user = withPassword(testUsers.signUp());
    }

    private TestUser withPassword(TestUser someone) {
        return new Logins(http, hashing, passwords).withPassword(someone);
    }

    private long count(String sql, String it) {
        return db.sql(sql).bind("it", it).mapValue(Long.class).one().block();
    }

    private JsonNode login(String identifier, String password, int status) {
        EntityExchangeResult<JsonNode> result = send(Map.of("email", identifier, "password", password));
        assertThat(result.getStatus().value())
                .as("%s", result.getResponseBody())
                .isEqualTo(status);
        return result.getResponseBody();
    }

    private EntityExchangeResult<JsonNode> send(Map<String, ?> body) {
        return http.post()
                .uri("/login")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult();
    }

    private long hashes() {
        return meters.get("tollgate.password.hash").timer().count();
    }
}
