package io.tollgate.auth.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.IntegrationTest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What a registration may say, and what not. */
@IntegrationTest
class RegistrationRulesTest {

    private static final String PASSWORD = "rather long and odd 42";

    @Autowired
    private WebTestClient http;

    @Autowired
    private MeterRegistry meters;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-at-sign",
                "a@b",
                "a b@example.com",
                "a@example.com@example.com",
                "@example.com",
                "a\u0000@example.com",
                ""
            })
    void refusesWhatIsNoAddress(String email) {
        assertThat(errors(email, name(), PASSWORD).get("email").asString())
                .isEqualTo("value is not a valid email address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "some@where", "with space", "-edge", "admin", "Support", "имя", "a\u0000bc"})
    void refusesUsernamesThatMayDeceive(String username) {
        assertThat(errors(email(name()), username, PASSWORD).get("username").asString())
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "short 7, at least 8",
        "password123, too common",
        "PassWord1!, too common",
        "aaaaaaaaaaaa, too common",
        "hildegard-99, too similar",
    })
    void refusesBadPasswords(String password, String why) {
        assertThat(errors("hildegard.s@example.com", "hildegard" + name(), password)
                        .get("password")
                        .asString())
                .contains(why);
    }

    @Test
    void refusesAHugePasswordWithoutHashingIt() {
        double hashed = hashes();
        JsonNode errors = errors(email(name()), name(), "x1".repeat(50_000));
        assertThat(errors.get("password").asString()).isEqualTo("String should have at most 128 characters");
        assertThat(hashes()).isEqualTo(hashed);
    }

    @Test
    void acceptsALongPasswordOfAnyCharacters() {
        String name = name();
        register(email(name), name, "\uD83D\uDE80 пароль " + "ü".repeat(100), 201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"role", "is_admin", "is_verified", "verified", "id"})
    void refusesFieldsThatARegistrationDoesNotHave(String field) {
        Map<String, Object> body = new LinkedHashMap<>(body(email(name()), name(), PASSWORD));
        body.put(field, "true");
        JsonNode refusal = register(http, body, 422);
        assertThat(refusal.get("errors").get(field).asString()).isEqualTo("Unknown field");
    }

    @Test
    void refusesAnEmptyBody() {
        JsonNode refusal = register(http, Map.of(), 422);
        assertThat(refusal.get("errors").propertyNames()).containsExactlyInAnyOrder("email", "username", "password");
        assertThat(refusal.get("errors").get("email").asString()).isEqualTo("Field required");
    }

    private double hashes() {
        return meters.get("tollgate.password.hash").timer().count();
    }

    private JsonNode errors(String email, String username, String password) {
        return register(http, body(email, username, password), 422).get("errors");
    }

    private JsonNode register(String email, String username, String password, int status) {
        return register(http, body(email, username, password), status);
    }

    private JsonNode register(WebTestClient client, Map<String, ?> body, int status) {
        EntityExchangeResult<JsonNode> result = client.post()
                .uri("/register")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult();
        assertThat(result.getStatus().value())
                .as("%s", result.getResponseBody())
                .isEqualTo(status);
        return result.getResponseBody();
    }

    private static Map<String, String> body(String email, String username, String password) {
        return Map.of("email", email, "username", username, "password", password);
    }

    private static String name() {
        return "n" + UUID.randomUUID().toString().replace("-", "");
    }

    private static String email(String name) {
        return name + "@example.com";
    }
}
