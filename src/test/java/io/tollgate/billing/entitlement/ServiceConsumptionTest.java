package io.tollgate.billing.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Machines that ask for the entitlements of users and use them up. */
@IntegrationTest
class ServiceConsumptionTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private Features features;
    private TestUser user;
    private String feature;

    @BeforeEach
    void setUp() {
        Buyers buyers = new Buyers(http, users, db);
        features = new Features(http, users, buyers);
        String plan = buyers.plan(0);
        feature = features.metered(plan, Map.of("limit", 5));
        user = users.signUp();
        buyers.subscribe(user, plan).expectStatus().isCreated();
    }

    @Test
    void countsForTheUserItNames() {
        WebTestClient machine = machine("entitlements:consume");

        consume(machine, Map.of("amount", 2, "user_id", user.id(), "transaction_id", "t-1"))
                .expectStatus()
                .isOk();
        consume(machine, Map.of("amount", 2, "user_id", user.id(), "transaction_id", "t-1"))
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Idempotent-Replayed", "true");

        assertThat(features.mine(user, feature).path("used").asLong()).isEqualTo(2);
        machine.get()
                .uri("/billing/entitlements/users/" + user.id())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.features[0].remaining")
                .isEqualTo(3);
    }

    @Test
    void keepsTheNamesOfMachinesAndUsersApart() {
        WebTestClient machine = machine("entitlements:consume");
        consume(user.authorized(http), Map.of("amount", 1, "transaction_id", "t-1"))
                .expectStatus()
                .isOk();

        consume(machine, Map.of("amount", 2, "user_id", user.id(), "transaction_id", "t-1"))
                .expectStatus()
                .isOk();

        assertThat(features.mine(user, feature).path("used").asLong()).isEqualTo(3);
    }

    @Test
    void refusesWhoMayNot() {
        Map<String, Object> forUser = Map.of("amount", 1, "user_id", user.id());
        WebTestClient machine = machine("entitlements:consume");

        code(consume(machine("usage:write"), forUser), 403, "scope_missing");
        code(consume(users.signUp().authorized(http), forUser), 403, "service_token_required");
        code(consume(machine, Map.of("amount", 1)), 403, "user_token_required");
        code(consume(machine, Map.of("amount", 1, "user_id", UUID.randomUUID())), 404, "user_not_found");
        code(consume(machine, Map.of("amount", 1, "user_id", users.deactivated().id())), 403, "account_not_active");
        consume(machine, Map.of("amount", 1, "user_id", "x")).expectStatus().isEqualTo(422);
        String path = "/billing/entitlements/users/";
        code(machine.get().uri(path + UUID.randomUUID()).exchange(), 404, "user_not_found");
        code(user.authorized(http).get().uri(path + user.id()).exchange(), 403, "service_token_required");
        code(machine.get().uri("/billing/entitlements/me").exchange(), 403, "user_token_required");
        assertThat(features.mine(user, feature).path("used").asLong()).isZero();
    }

    private WebTestClient machine(String scope) {
        JsonNode made = features.asAdmin(
                        HttpMethod.POST,
                        "/admin/service-accounts",
                        Map.of("name", "machine " + UUID.randomUUID(), "scopes", List.of(scope)))
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

    private ResponseSpec consume(WebTestClient client, Map<String, ?> body) {
        return Features.send(client, HttpMethod.POST, "/billing/entitlements/" + feature + "/consume", body);
    }

    private static void code(ResponseSpec answer, int status, String code) {
        answer.expectStatus().isEqualTo(status).expectBody().jsonPath("$.code").isEqualTo(code);
    }
}
