package io.tollgate.billing.subscription;

import io.tollgate.Awaiting;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Meters;
import io.tollgate.stripeemulator.ReceivedRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** New prices for plans that have subscribers, and the migrations to them, as an administrator asks for them. */
abstract class MigrationFixture extends LifecycleTest {

    private final JsonMapper json = new JsonMapper();
    WebTestClient admin;

    @BeforeEach
    void signInAsAdministrator() {
        admin = users.admin().authorized(http);
    }

    final JsonNode migrated(String plan, Map<String, ?> body) {
        JsonNode started = json.readTree(migrate(plan, body)
                .expectStatus()
                .isAccepted()
                .expectBody()
                .returnResult()
                .getResponseBody());
        String path = "/billing/plans/" + planId(plan) + "/migrations/"
                + started.path("id").asString();
        return Awaiting.value(
                "the end of the migration",
                () -> get(path),
                migration -> migration.path("status").asString().equals("finished"));
    }

    final ResponseSpec migrate(String plan, Map<String, ?> body) {
        return send("/billing/plans/" + planId(plan) + "/migrate", body);
    }

    final ResponseSpec send(String path, Map<String, ?> body) {
        return admin.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    final JsonNode get(String path) {
        return json.readTree(admin.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    static void refused(ResponseSpec answer, int status, String code) {
        answer.expectStatus().isEqualTo(status).expectBody().jsonPath("$.code").isEqualTo(code);
    }

    final void reprice(String plan, long cents) {
        admin.method(HttpMethod.PATCH)
                .uri("/billing/plans/" + planId(plan))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("price_cents", cents))
                .exchange()
                .expectStatus()
                .isOk();
        Awaiting.until(
                "the price at Stripe",
                () -> buyers.query("select synced_revision = revision as synced from plans where code = '" + plan + "'")
                        .getFirst()
                        .get("synced")
                        .equals(true));
    }

    /** Asks for usage from the next version on. */
    final void charge(String plan) {
        Meters meters = new Meters(http, users, db);
        Map<String, ?> unit = Map.of("metric", meters.metric("sum"), "model", "unit", "terms", Map.of("unit", "0.02"));
        meters.charge((UUID) planId(plan), List.of(unit)).expectStatus().isOk();
    }

    /** Why the first of those was not migrated who were not. */
    static String reason(JsonNode done) {
        return done.path("problems").path(0).path("reason").asString();
    }

    final Object planId(String plan) {
        return buyers.query("select id from plans where code = '" + plan + "'")
                .getFirst()
                .get("id");
    }

    final String priceId(String plan) {
        return (String) buyers.query(
                        "select stripe_price_id from plan_versions v join plans p on p.id = v.plan_id and p.version = v.number"
                                + " where code = '" + plan + "'")
                .getFirst()
                .get("stripe_price_id");
    }

    final int version(TestUser user) {
        return (int)
                buyers.query("select v.number from subscriptions s join plan_versions v on v.id = s.plan_version_id"
                                + " where s.user_id = '" + user.id() + "'")
                        .getFirst()
                        .get("number");
    }

    final String stripeId(TestUser user) {
        return (String) buyers.subscriptions(user).getFirst().get("provider_subscription_id");
    }

    final List<ReceivedRequest> moves(TestUser user) {
        return stripe.requests("POST", "/v1/subscriptions/" + stripeId(user));
    }
}
