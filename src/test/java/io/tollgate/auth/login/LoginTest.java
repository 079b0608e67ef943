package io.tollgate.auth.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.auth.Logins;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class LoginTest {

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

    @BeforeEach
    void signUp() {
        user = withPassword(testUsers.signUp());
    }

    @Test
    void givesTokensForTheRightPassword() {
        JsonNode answer = login(user.user().email(), PASSWORD, 200);
        assertThat(answer.propertyNames()).containsExactly("token", "refresh_token", "type", "user");
        assertThat(answer.get("type").asString()).isEqualTo("Bearer");
        assertThat(answer.get("user").get("id").asString()).isEqualTo(user.id().toString());
        assertThat(answer.get("user").propertyNames()).containsExactly("id", "email", "username", "provider");
        http.get()
                .uri("/me")
                .headers(headers -> headers.setBearerAuth(answer.get("token").asString()))
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void takesAddressOrUsernameInAnySpelling() {
        login(user.user().email().toUpperCase(Locale.ROOT), PASSWORD, 200);
        login("  " + user.user().email(), PASSWORD, 200);
        login(user.user().username().toUpperCase(Locale.ROOT), PASSWORD, 200);
        assertThat(send(Map.of("username", user.user().username(), "password", PASSWORD))
                        .getStatus()
                        .value())
                .isEqualTo(200);
    }

    @Test
    void beginsASessionOfItsOwnEachTime() {
        JsonNode one = login(user.user().email(), PASSWORD, 200);
        JsonNode other = login(user.user().email(), PASSWORD, 200);
        assertThat(one.get("refresh_token")).isNotEqualTo(other.get("refresh_token"));
        assertThat(count(
                        "select count(*) from sessions where user_id::text = :it and ended_at is null",
                        user.id().toString()))
                .isEqualTo(3);
    }

    @Test
    void letsAnUnverifiedUserIn() {
        login(withPassword(testUsers.unverified()).user().email(), PASSWORD, 200);
    }

    @Test
    void refusesAHugePasswordWithoutHashingIt() {
        long before = hashes();
        JsonNode refusal = login(user.user().email(), "x".repeat(100_000), 422);
        assertThat(refusal.get("errors").propertyNames()).containsExactly("password");
        assertThat(hashes()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b@example.com", "line\nbreak", ""})
    void refusesNamesThatNobodyHas(String identifier) {
        assertThat(login(identifier, PASSWORD, 422).get("errors").propertyNames())
                .contains("email");
    }

    @Test
    void asksForNameAndPassword() {
        EntityExchangeResult<JsonNode> result = send(Map.of());
        assertThat(result.getStatus().value()).isEqualTo(422);
        assertThat(result.getResponseBody().get("errors").get("email").asString())
                .isEqualTo("Field required");
        assertThat(result.getResponseBody().get("errors").get("password").asString())
                .isEqualTo("Field required");
    }

    @Test
    void challengesAndForbidsCaching() {
        EntityExchangeResult<JsonNode> refused =
                send(Map.of("email", user.user().email(), "password", "wrong one 99"));
        assertThat(refused.getResponseHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE))
                .isEqualTo("Bearer");
        assertThat(refused.getResponseHeaders().getCacheControl()).isEqualTo("no-store");
        EntityExchangeResult<JsonNode> admitted =
                send(Map.of("email", user.user().email(), "password", PASSWORD));
        assertThat(admitted.getResponseHeaders().getCacheControl()).isEqualTo("no-store");
    }

    private TestUser withPassword(TestUser someone) {
        return new Logins(http, hashing, passwords).withPassword(someone);
    }

    private long hashes() {
        return meters.get("tollgate.password.hash").timer().count();
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
}
