package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every series and label that a dashboard or an alert reads is one that a running Tollgate gives. */
class DashboardsTest {

    private static final Path DASHBOARDS = Path.of("src/ops/grafana/dashboards");
    private static final Path RULES = Path.of("src/ops/prometheus/rules.yaml");

    /** Given by Prometheus itself. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance", "le");

    private static SecondNode node;
    private static Map<String, Set<String>> series;

    @BeforeAll
    static void runForAWhile() {
        // Of its own, so that it makes its plans at Stripe and does its own jobs.
        node = SecondNode.start(
                MutableClock.shared(),
                Map.of(
                        "DATABASE_URL",
                        FreshDatabase.create(),
                        "KAFKA_TOPIC_PREFIX",
                        UUID.randomUUID() + ".",
                        "RATE_LIMIT_ENABLED",
                        "true"));
        node.http().get().uri("/billing/plans").exchange().expectStatus().isOk();
        node.http()
                .post()
                .uri("/billing/stripe/webhook")
                .bodyValue("{}")
                .exchange()
                .expectStatus()
                .isBadRequest();
        node.http()
                .post()
                .uri("/login")
                .bodyValue(Map.of("email", "nobody@example.com", "password", "a password of nobody"))
                .exchange()
                .expectStatus()
                .isUnauthorized();
        System.gc();
        Awaiting.until("a job, a call to Stripe and a collection", () -> {
            series = scrape();
            return series.keySet()
                    .containsAll(Set.of(
                            "tollgate_jobs_seconds_count",
                            "tollgate_mrr",
                            "tollgate_month_overdue",
                            "tollgate_stripe_calls_seconds_count",
                            "http_server_requests_seconds_count",
                            "jvm_gc_pause_seconds_sum"));
        });
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @TestFactory
    Stream<DynamicTest> readOnlyWhatThereIs() throws IOException {
        Map<String, String> expressions = new LinkedHashMap<>(panels());
        expressions.putAll(alerts());
        return expressions.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> check(each.getValue())));
    }

    @Test
    void coverWhatTollgateCounts() throws IOException {
        String all = panels().values() + alerts().values().toString();

        assertThat(series.keySet().stream()
                        .filter(name -> name.startsWith("tollgate_"))
                        .map(name -> name.replaceFirst("_seconds_(count|sum|max|bucket)$", "_seconds")))
                .allSatisfy(name -> assertThat(all).contains(name));
    }

    private static void check(String expression) {
        PromQl query = PromQl.read(expression);
        assertThat(query.selected()).as(expression).isNotEmpty();
        Set<String> known = new HashSet<>(OF_PROMETHEUS);
        query.selected().forEach((name, labels) -> {
            if (!name.equals("up")) {
                assertThat(series).as(expression).containsKey(name);
                known.addAll(series.get(name));
                assertThat(with(series.get(name), OF_PROMETHEUS)).as(name).containsAll(labels);
            }
        });
        assertThat(known).as(expression).containsAll(query.grouped());
    }

    private static Map<String, String> panels() throws IOException {
        Map<String, String> found = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                JsonNode dashboard = new JsonMapper().readTree(Files.readString(file));
                for (JsonNode panel : dashboard.path("panels")) {
                    for (JsonNode target : panel.path("targets")) {
                        String place =
                                file.getFileName() + ", " + panel.path("id").asInt() + " "
                                        + panel.path("title").asString() + " "
                                        + target.path("refId").asString();
                        assertThat(found.put(place, target.path("expr").asString()))
                                .as("second %s", place)
                                .isNull();
                    }
                }
            }
        }
        return found;
    }

    private static Map<String, String> alerts() throws IOException {
        Map<String, List<Map<String, Object>>> rules = new Yaml().load(Files.readString(RULES));
        Map<String, String> found = new LinkedHashMap<>();
        for (Map<String, Object> group : rules.get("groups")) {
            for (Object rule : (List<?>) group.get("rules")) {
                Map<?, ?> alert = (Map<?, ?>) rule;
                found.put("alert " + alert.get("alert"), String.valueOf(alert.get("expr")));
            }
        }
        return found;
    }

    /** What {@code /actuator/prometheus} answers: labels by series. */
    private static Map<String, Set<String>> scrape() {
        Map<String, Set<String>> found = new HashMap<>();
        node.bean(PrometheusMeterRegistry.class)
                .scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(PromQl::read)
                .forEach(line ->
                        line.selected().forEach((name, labels) -> found.merge(name, labels, DashboardsTest::with)));
        return found;
    }

    private static Set<String> with(Set<String> one, Set<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
    }
}
