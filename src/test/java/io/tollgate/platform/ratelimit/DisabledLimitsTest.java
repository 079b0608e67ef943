package io.tollgate.platform.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The shared application of all tests runs with {@code RATE_LIMIT_ENABLED=false}. */
@IntegrationTest
class DisabledLimitsTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private RateLimits limits;

    @Test
    void limitsNobody() {
        for (int i = 0; i < 40; i++) {
            http.post()
                    .uri("/login")
                    .exchange()
                    .expectStatus()
                    .value(status -> assertThat(status).isNotEqualTo(429))
                    .expectHeader()
                    .doesNotExist("RateLimit");
            limits.require("mail", "one and the same").block();
        }
    }
}
