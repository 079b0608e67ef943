package io.tollgate.billing.entitlement;

import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Features of the plans of one test, made and used over HTTP. */
final class Features {

    private final WebTestClient http;
    private final TestUsers users;
    private final Buyers buyers;
    private final JsonMapper json = new JsonMapper();

    Features(WebTestClient http, TestUsers users, Buyers buyers) {
        this.http = http;
        this.users = users;
        this.buyers = buyers;
    }

    /** @return the key of a new feature */
    String make(String kind) {
        String key = "f-" + UUID.randomUUID();
        asAdmin(HttpMethod.POST, "/billing/entitlements/features", Map.of("key", key, "name", "Some", "kind", kind))
                .expectStatus()
                .isCreated();
        return key;
    }

    /** A new metered feature of the plan's current version. @return its key */
    String metered(String plan, Map<String, ?> terms) {
        String key = make("metered");
        put(plan, key, terms);
        return key;
    }

    void put(String plan, String key, Map<String, ?> terms) {
        asAdmin(HttpMethod.PUT, versionPath(plan) + "/features/" + key, terms)
                .expectStatus()
                .isOk();
    }

    String versionPath(String plan) {
        Map<String, Object> row = buyers.query("select id, version from plans where code = '" + plan + "'")
                .getFirst();
        return "/billing/plans/" + row.get("id") + "/versions/" + row.get("version");
    }

    void tier(String plan, String tier) {
        change(plan, Map.of("tier", tier));
    }

    void change(String plan, Map<String, ?> change) {
        Object id = buyers.query("select id from plans where code = '" + plan + "'")
                .getFirst()
                .get("id");
        asAdmin(HttpMethod.PATCH, "/billing/plans/" + id, change).expectStatus().isOk();
    }

    ResponseSpec asAdmin(HttpMethod method, String path, Object body) {
        return send(users.admin().authorized(http), method, path, body);
    }

    static ResponseSpec send(WebTestClient client, HttpMethod method, String path, Object body) {
        var request = client.method(method).uri(path);
        return body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange();
    }

    ResponseSpec consume(TestUser user, String feature, long amount) {
        return send(
                user.authorized(http),
                HttpMethod.POST,
                "/billing/entitlements/" + feature + "/consume",
                Map.of("amount", amount));
    }

    ResponseSpec consume(WebTestClient node, TestUser user, String feature, String key) {
        return send(
                user.authorized(node)
                        .mutate()
                        .defaultHeader("Idempotency-Key", key)
                        .build(),
                HttpMethod.POST,
                "/billing/entitlements/" + feature + "/consume",
                Map.of("amount", 1));
    }

    JsonNode mine(TestUser user) {
        return buyers.get(user, "/billing/entitlements/me");
    }

    /** What is said of a feature; missing when nothing is. */
    JsonNode mine(TestUser user, String feature) {
        for (JsonNode one : mine(user).path("features")) {
            if (one.path("feature").asString().equals(feature)) {
                return one;
            }
        }
        return json.missingNode();
    }
}
