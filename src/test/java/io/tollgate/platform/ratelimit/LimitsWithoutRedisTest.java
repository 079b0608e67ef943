package io.tollgate.platform.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.Awaiting;
import io.tollgate.EverydayUse;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import tools.jackson.databind.JsonNode;

/** A whole node whose Redis is away: everybody is served, and whoever guesses is stopped earlier than else. */
class LimitsWithoutRedisTest {

    private static final int LOGINS = 5;

    private static SecondNode node;

    @BeforeAll
    static void start() {
        node = SecondNode.start(
                new MutableClock(),
                Map.of(
                        "REDIS_URL", "redis://127.0.0.1:1",
                        "RATE_LIMIT_ENABLED", "true",
                        "TOLLGATE_ROLES", "api",
                        "tollgate.rate-limits.policies.login.limit", Integer.toString(LOGINS),
                        // What comes back while a slow machine hashes shall not count.
                        "tollgate.rate-limits.policies.login.period", "24h"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void isNoOutage() {
        JsonNode report = Awaiting.value(
                "ready",
                LimitsWithoutRedisTest::ready,
                each -> each.get("ready").asBoolean());
        assertThat(report.at("/components/redis").asString()).isEqualTo("down");
        String _ = EverydayUse.of(node).goesOn();
    }

    @Test
    void endsAGuessersTurnEarlier() {
        String email = EverydayUse.of(node).goesOn();
        // One login there was.
        List<Integer> guesses = IntStream.range(1, LOGINS)
                .mapToObj(_ -> guess(email).getStatus().value())
                .toList();
        assertThat(guesses).startsWith(401).endsWith(429).containsOnly(401, 429);
        EntityExchangeResult<byte[]> refused = guess(email);
        assertThat(Long.parseLong(refused.getResponseHeaders().getFirst("Retry-After")))
                .isPositive();
        assertThat(LimitedCalls.withoutRedis(node.bean(MeterRegistry.class))).isPositive();
    }

    private static JsonNode ready() {
        return node.http()
                .get()
                .uri("/readyz")
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private static EntityExchangeResult<byte[]> guess(String email) {
        return node.http()
                .post()
                .uri("/login")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("email", email, "password", "not this one 123"))
                .exchange()
                .expectBody()
                .returnResult();
    }
}
