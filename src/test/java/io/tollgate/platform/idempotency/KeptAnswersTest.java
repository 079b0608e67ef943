package io.tollgate.platform.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.platform.web.Workshop;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Which answers are kept, and under which keys. */
@IntegrationTest
class KeptAnswersTest {

    private final String key = UUID.randomUUID().toString();

    @Autowired
    private WebTestClient http;

    @Autowired
    private Workshop workshop;

    private RepeatingClient client;

    @BeforeEach
    void connect() {
        client = new RepeatingClient(http);
    }

    @ParameterizedTest
    @CsvSource({
        "PLAN_NOT_FOUND, 404, 1",
        "SUBSCRIPTION_EXISTS, 400, 1",
        "PAYMENT_IN_PROGRESS, 409, 2",
        "RATE_LIMITED, 429, 2",
        "UNAVAILABLE, 503, 2",
        "INTERNAL, 500, 2",
        "NOT_AUTHENTICATED, 401, 2",
        "UNSUPPORTED_MEDIA_TYPE, 415, 2",
        "VALIDATION_FAILED, 422, 2"
    })
    void keepsRefusalsButNeitherFaultsNorPassingOnes(String code, int status, int asked) {
        String counter = "c" + UUID.randomUUID() + "@example.com";
        String body = "{\"name\": \"%s\", \"contact_email\": \"%s\"}".formatted(code, counter);
        EntityExchangeResult<byte[]> first = client.post("/test/refusals", "ann", key, body);
        EntityExchangeResult<byte[]> second = client.post("/test/refusals", "ann", key, body);

        assertThat(RepeatingClient.body(first, status)).contains(code.toLowerCase(Locale.ROOT));
        assertThat(RepeatingClient.body(second, status)).contains(code.toLowerCase(Locale.ROOT));
        assertThat(second.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(RepeatingClient.replayed(second)).isEqualTo(asked == 1);
        assertThat(workshop.made(counter)).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "\u00fc"})
    void refusesAKeyThatIsNone(String invalid) {
        String thing = "thing " + key;
        assertThat(RepeatingClient.body(client.create("ann", invalid, thing), 400))
                .contains("idempotency_key_invalid");
        assertThat(workshop.made(thing)).isZero();
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        RepeatingClient.body(client.create(key, "k".repeat(255), "thing " + key), 201);
        assertThat(RepeatingClient.body(client.create(key, "k".repeat(256), "thing " + key), 400))
                .contains("idempotency_key_invalid");
    }
}
