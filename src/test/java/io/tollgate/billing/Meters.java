package io.tollgate.billing;

import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Metrics, metered plans, subscriptions that use them and machines that tell so: made for one test. */
public final class Meters {

    private final WebTestClient http;
    private final TestUsers users;
    private final DatabaseClient db;

    public Meters(WebTestClient http, TestUsers users, DatabaseClient db) {
        this.http = http;
        this.users = users;
        this.db = db;
    }

    /** @return its code */
    public String metric(String aggregation) {
        return metric(aggregation, Map.of());
    }

    public String metric(String aggregation, Map<String, ?> more) {
        String code = "m-" + UUID.randomUUID();
        Map<String, Object> body = new HashMap<>(more);
        body.putAll(Map.of("code", code, "name", "Some " + aggregation, "unit", "GB", "aggregation", aggregation));
        asAdmin(HttpMethod.POST, "/billing/metrics", body).expectStatus().isCreated();
        return code;
    }

    /** A free monthly plan. @return its id */
    public UUID plan() {
        JsonNode plan = asAdmin(
                        HttpMethod.POST,
                        "/billing/plans",
                        Map.of(
                                "name",
                                "Metered",
                                "code",
                                "metered-" + UUID.randomUUID(),
                                "price_cents",
                                0,
                                "billing_period",
                                "monthly"))
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        return UUID.fromString(plan.path("id").asString());
    }

    public ResponseSpec charge(UUID planId, List<? extends Map<String, ?>> charges) {
        return asAdmin(HttpMethod.PUT, "/billing/plans/" + planId + "/charges", Map.of("charges", charges));
    }

    /** A plan with one charge of one metric at 1.00 a unit. */
    public UUID planOf(String metric) {
        UUID plan = plan();
        charge(plan, List.of(Map.of("metric", metric, "model", "unit", "terms", Map.of("unit", "1"))))
                .expectStatus()
                .isOk();
        return plan;
    }

    /** The version that is sold now. */
    public UUID version(UUID planId) {
        return (UUID) row("select v.id from plans p join plan_versions v on v.plan_id = p.id and v.number = p.version"
                        + " where p.id = '" + planId + "'")
                .get("id");
    }

    /** A live subscription of our own, without a period. */
    public UUID subscription(TestUser user, UUID planId, Instant startedAt) {
        UUID id = UUID.randomUUID();
        db.sql("""
                        insert into subscriptions (id, user_id, plan_version_id, provider, status, started_at, created_at,
                                                   updated_at)
                        values (:id, :userId, :versionId, 'manual', 'active', :at, :at, :at)
                        """)
                .bind("id", id)
                .bind("userId", user.id())
                .bind("versionId", version(planId))
                .bind("at", startedAt)
                .then()
                .block();
        return id;
    }

    /** A service account that may tell usage. */
    public WebTestClient machine() {
        return machine("usage:write");
    }

    public WebTestClient machine(String scope) {
        JsonNode made = asAdmin(
                        HttpMethod.POST,
                        "/admin/service-accounts",
                        Map.of("name", "meter " + UUID.randomUUID(), "scopes", List.of(scope)))
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        return http.mutate()
                .defaultHeader(
                        HttpHeaders.AUTHORIZATION, "Bearer " + made.get("token").asString())
                .build();
    }

    /** Tells a batch, and what became of each. */
    public List<JsonNode> tell(WebTestClient machine, List<?> events) {
        JsonNode answer = send(machine, HttpMethod.POST, "/billing/usage/batch", Map.of("events", events))
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        return answer.path("results").valueStream().toList();
    }

    public Map<String, Object> row(String sql) {
        return db.sql(sql).fetch().one().block();
    }

    public ResponseSpec asAdmin(HttpMethod method, String path, Object body) {
        return send(users.admin().authorized(http), method, path, body);
    }

    public static ResponseSpec send(WebTestClient client, HttpMethod method, String path, Object body) {
        return client.method(method)
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    /** An event as a producer writes it. */
    public static Map<String, Object> event(UUID subscriptionId, String metric, String name, Object quantity) {
        Map<String, Object> event = new HashMap<>();
        event.put("transaction_id", name);
        event.put("subscription_id", subscriptionId.toString());
        event.put("metric", metric);
        event.put("quantity", quantity);
        return event;
    }

    public static Map<String, Object> event(
            UUID subscriptionId, String metric, String name, Object quantity, Instant at) {
        Map<String, Object> event = event(subscriptionId, metric, name, quantity);
        event.put("timestamp", at.toString());
        return event;
    }
}
