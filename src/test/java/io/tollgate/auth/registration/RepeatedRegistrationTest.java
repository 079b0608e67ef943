package io.tollgate.auth.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** A client that did not hear the answer and asks again. */
@IntegrationTest
class RepeatedRegistrationTest {

    @Autowired
    private WebTestClient http;

    @Test
    void makesOneAccountOfARequestThatIsRepeated() {
        String name = name();
        String key = UUID.randomUUID().toString();
        JsonNode first = registerUnder(key, name, 201, false);
        JsonNode again = registerUnder(key, name, 201, true);
        assertThat(again).isEqualTo(first);
        registerUnder(key, name(), 422, false);
    }

    private JsonNode registerUnder(String key, String name, int status, boolean replayed) {
        EntityExchangeResult<JsonNode> result = http.post()
                .uri("/register")
                .header("Idempotency-Key", key)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(
                        Map.of("email", name + "@example.test", "username", name, "password", "rather long and odd 42"))
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult();
        assertThat(result.getStatus().value()).isEqualTo(status);
        assertThat(result.getResponseHeaders().containsHeader("Idempotent-Replayed"))
                .isEqualTo(replayed);
        return result.getResponseBody();
    }

    private static String name() {
        return "n" + UUID.randomUUID().toString().replace("-", "");
    }
}
