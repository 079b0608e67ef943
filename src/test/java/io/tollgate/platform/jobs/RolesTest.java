package io.tollgate.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.FreshDatabase;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Nodes that do one thing only. */
class RolesTest {

    private static final String IDS = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final MutableClock clock = new MutableClock();

    @Test
    void aNodeForTheApiLeavesTheWorkToOthersAndSaysWhatCausedIt() {
        try (SecondNode node = node("api")) {
            assertThat(running(node)).isEmpty();
            node.http().get().uri("/billing/plans").exchange().expectStatus().isOk();

            register(node, "traced", "00-" + IDS);
            register(node, "untraced", "00-" + IDS + "'); drop table outbox; --");
            assertThat(traceOf(node, "traced@example.com")).isEqualTo("00-" + IDS);
            assertThat(traceOf(node, "untraced@example.com")).isEqualTo("none");
        }
    }

    @Test
    void aNodeForSchedulesServesNoApi() {
        try (SecondNode node = node("scheduler")) {
            assertThat(running(node)).containsExactly(ScheduleTicker.class);
            for (String path : List.of("/livez", "/readyz", "/healthz", "/actuator/health", "/actuator/prometheus")) {
                node.http().get().uri(path).exchange().expectStatus().isOk();
            }
            refuses(node.http(), HttpMethod.GET, "/billing/plans");
            refuses(node.http(), HttpMethod.GET, "/v3/api-docs");
            refuses(node.http(), HttpMethod.GET, "/livez/more");
            refuses(node.http(), HttpMethod.GET, "/actuatorless");
            refuses(node.http(), HttpMethod.POST, "/login");
            refuses(node.http(), HttpMethod.POST, "/billing/stripe/webhook");
        }
    }

    private static void refuses(WebTestClient http, HttpMethod method, String path) {
        http.method(method)
                .uri(path)
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectHeader()
                .exists("Retry-After")
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("unavailable");
    }

    private static void register(SecondNode node, String name, String traceparent) {
        node.http()
                .post()
                .uri("/register")
                .header("traceparent", traceparent)
                .bodyValue(
                        Map.of("email", name + "@example.com", "username", name, "password", "rather long and odd 42"))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    /** What the mail's row in the outbox says; no worker takes it away. */
    private static String traceOf(SecondNode node, String key) {
        return node.bean(DatabaseClient.class)
                .sql("select coalesce(traceparent, 'none') from outbox where key = :key")
                .bind("key", key)
                .mapValue(String.class)
                .one()
                .block();
    }

    private static List<Class<?>> running(SecondNode node) {
        List<Class<? extends SmartLifecycle>> work =
                List.of(Worker.class, Relay.class, PausedRelay.class, OutboxWatch.class, ScheduleTicker.class);
        return work.stream()
                .filter(type -> node.bean(type).isRunning())
                .<Class<?>>map(type -> type)
                .toList();
    }

    private SecondNode node(String roles) {
        return SecondNode.start(
                clock,
                Map.of(
                        "DATABASE_URL",
                        FreshDatabase.create(),
                        "KAFKA_TOPIC_PREFIX",
                        "roles.",
                        "TOLLGATE_ROLES",
                        roles,
                        // As in a deployment that names no port of its own for health and metrics.
                        "management.server.port",
                        ""));
    }
}
