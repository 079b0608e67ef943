package io.tollgate.auth.otp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.auth.AuthCalls;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What is no address and no code. */
@IntegrationTest
class CodeInputTest {

    @Autowired
    private WebTestClient http;

    @ParameterizedTest
    @ValueSource(strings = {"", "nobody", "a b@example.com", "a\u0000@example.com", "a@b@c", "@", "\n"})
    void refusesWhatIsNoAddress(String email) {
        assertThat(errors("/request/login-code", Map.of("email", email))
                        .get("email")
                        .asString())
                .isEqualTo("value is not a valid email address");
        assertThat(errors("/forget-password", Map.of("email", email))
                        .get("email")
                        .asString())
                .isEqualTo("value is not a valid email address");
    }

    @Test
    void asksForWhatIsMissing() {
        assertThat(errors("/request/login-code", Map.of()).get("email").asString())
                .isEqualTo("Field required");
        assertThat(errors("/login/code", Map.of()).propertyNames()).containsExactlyInAnyOrder("email", "code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345", "1234567", "abcdef", "１２３４５６", "-12345", "12 456"})
    void takesWhatIsNoCodeForAWrongOne(String code) {
        new AuthCalls(http).post("/login/code", Map.of("email", "nobody@example.test", "code", code), 400);
    }

    private JsonNode errors(String path, Map<String, String> body) {
        return new AuthCalls(http).post(path, body, 422).get("errors");
    }
}
