package io.tollgate.billing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.billing.Buyers;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@IntegrationTest
class PlanAdministrationTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private final JsonMapper json = new JsonMapper();
    private final String code = "p-" + UUID.randomUUID();
    private WebTestClient admin;
    private StoredPlan stored;

    @BeforeEach
    void setUp() {
        admin = users.admin().authorized(http);
        stored = new StoredPlan(new Buyers(http, users, db), code);
    }

    @Test
    void addsAPlanThatEverybodySeesAtOnce() {
        http.get().uri("/billing/plans").exchange().expectStatus().isOk();

        JsonNode plan = created(Map.of("name", "Team", "code", code, "price_cents", 4900, "billing_period", "yearly"));

        assertThat(plan.propertyNames()).containsExactlyInAnyOrder("id", "name", "code", "price_cents", "currency");
        assertThat(plan.path("currency").asString()).isEqualTo("USD");
        http.get()
                .uri("/billing/plans")
                .exchange()
                .expectBody()
                .jsonPath("$[?(@.code=='%s')].price_cents".formatted(code))
                .isEqualTo(4900);
        assertThat(stored.row("p.tier, p.trial_days, v.number, v.billing_period"))
                .isEqualTo(Map.of("tier", "FREE", "trial_days", 0, "number", 1, "billing_period", "yearly"));
        assertThat(stored.audit("plan.created", id(plan))).contains("\"after.price_cents\": \"4900\"");
    }

    @Test
    void refusesACodeThatIsTakenEvenByADeletedPlan() {
        JsonNode plan = created(body(100));
        refused(send(HttpMethod.POST, "", body(200)), 400, "plan_code_taken", "Existing Code");

        send(HttpMethod.DELETE, id(plan), null).expectStatus().isNoContent();

        refused(send(HttpMethod.POST, "", body(200)), 400, "plan_code_taken", "Existing Code");
    }

    @Test
    void deletesSoftlyAndOnce() {
        JsonNode plan = created(body(100));
        Awaiting.until(
                "a product",
                () -> stored.row("stripe_product_id, v.stripe_price_id").size() == 2 && stored.product() != null);

        send(HttpMethod.DELETE, id(plan), null).expectStatus().isNoContent();

        refused(send(HttpMethod.DELETE, id(plan), null), 400, "plan_already_deleted", "Plan already deleted.");
        http.get().uri("/billing/plans/" + id(plan)).exchange().expectStatus().isOk();
        http.get()
                .uri("/billing/plans")
                .exchange()
                .expectBody()
                .jsonPath("$[?(@.code=='%s')]".formatted(code))
                .isEmpty();
        Awaiting.until(
                "a product taken from sale",
                () -> stored.lastProductChange("active").equals("false"));
        send(HttpMethod.PATCH, id(plan), Map.of("is_active", true))
                .expectStatus()
                .isOk();
        Awaiting.until(
                "a product on sale again",
                () -> stored.lastProductChange("active").equals("true"));
    }

    @Test
    void makesANewVersionOfAnotherPriceAndArchivesTheOld() {
        JsonNode plan = created(body(1000));
        Awaiting.until("a price", () -> stored.row("v.stripe_price_id").get("stripe_price_id") != null);
        String firstPrice = (String) stored.row("v.stripe_price_id").get("stripe_price_id");

        send(HttpMethod.PATCH, id(plan), Map.of("price_cents", 2000, "name", "Renamed"))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.price_cents")
                .isEqualTo(2000)
                .jsonPath("$.name")
                .isEqualTo("Renamed");

        assertThat(stored.row("v.number").get("number")).isEqualTo(2);
        assertThat(stored.versions()).containsExactly(1000L, 2000L);
        Awaiting.until("the new price", () -> stored.row("v.stripe_price_id").get("stripe_price_id") != null);
        Awaiting.until(
                "the old price archived",
                () -> TestStripe.controls().requests("POST", "/v1/prices/" + firstPrice).stream()
                        .anyMatch(request -> "false".equals(request.params().get("active"))));
        Awaiting.until("the new name", () -> stored.lastProductChange("name").equals("Renamed"));
        assertThat(stored.audit("plan.changed", id(plan)))
                .contains("\"before.price_cents\": \"1000\"", "\"after.price_cents\": \"2000\"", "\"after.name\"")
                .doesNotContain("tier");
    }

    @Test
    void changesNothingWhenNothingDiffers() {
        JsonNode plan = created(body(1000));

        send(HttpMethod.PATCH, id(plan), Map.of()).expectStatus().isOk();
        send(HttpMethod.PATCH, id(plan), Map.of("price_cents", 1000))
                .expectStatus()
                .isOk();

        assertThat(stored.row("p.revision").get("revision")).isEqualTo(1L);
        assertThat(stored.versions()).containsExactly(1000L);
    }

    @Test
    void keepsFreePlansFromStripe() {
        JsonNode plan = created(body(0));
        Awaiting.until(
                "the job ran",
                () -> stored.row("synced_revision").get("synced_revision").equals(1L));

        assertThat(stored.product()).isNull();
        assertThat(TestStripe.controls().requests("POST", "/v1/products"))
                .noneMatch(request -> request.params().toString().contains(id(plan)));
    }

    private Map<String, Object> body(long cents) {
        return Map.of("name", "Plan", "code", code, "price_cents", cents, "billing_period", "monthly");
    }

    private JsonNode created(Map<String, Object> body) {
        return json.readTree(send(HttpMethod.POST, "", body)
                .expectStatus()
                .isCreated()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    private ResponseSpec send(HttpMethod method, String id, Object body) {
        return write(admin, method, id.isEmpty() ? "" : "/" + id, body);
    }

    private static ResponseSpec write(WebTestClient client, HttpMethod method, String path, Object body) {
        var request = client.method(method).uri("/billing/plans" + path);
        return body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange();
    }

    private static void refused(ResponseSpec answer, int status, String code, String detail) {
        var body = answer.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo(code);
        if (detail != null) {
            body.jsonPath("$.detail").isEqualTo(detail);
        }
    }

    private static String id(JsonNode plan) {
        return plan.path("id").asString();
    }
}
