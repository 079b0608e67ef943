package io.tollgate.billing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.billing.Buyers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    private Buyers buyers;

    @BeforeEach
    void setUp() {
        admin = users.admin().authorized(http);
        buyers = new Buyers(http, users, db);
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
        assertThat(row("p.tier, p.trial_days, v.number, v.billing_period"))
                .isEqualTo(Map.of("tier", "FREE", "trial_days", 0, "number", 1, "billing_period", "yearly"));
        assertThat(audit("plan.created", plan)).contains("\"after.price_cents\": \"4900\"");
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
                "a product", () -> row("stripe_product_id, v.stripe_price_id").size() == 2 && product() != null);

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
                "a product taken from sale", () -> lastProductChange("active").equals("false"));
        send(HttpMethod.PATCH, id(plan), Map.of("is_active", true))
                .expectStatus()
                .isOk();
        Awaiting.until(
                "a product on sale again", () -> lastProductChange("active").equals("true"));
    }

    @Test
    void makesANewVersionOfAnotherPriceAndArchivesTheOld() {
        JsonNode plan = created(body(1000));
        Awaiting.until("a price", () -> row("v.stripe_price_id").get("stripe_price_id") != null);
        String firstPrice = (String) row("v.stripe_price_id").get("stripe_price_id");

        send(HttpMethod.PATCH, id(plan), Map.of("price_cents", 2000, "name", "Renamed"))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.price_cents")
                .isEqualTo(2000)
                .jsonPath("$.name")
                .isEqualTo("Renamed");

        assertThat(row("v.number").get("number")).isEqualTo(2);
        assertThat(versions()).containsExactly(1000L, 2000L);
        Awaiting.until("the new price", () -> row("v.stripe_price_id").get("stripe_price_id") != null);
        Awaiting.until(
                "the old price archived",
                () -> TestStripe.controls().requests("POST", "/v1/prices/" + firstPrice).stream()
                        .anyMatch(request -> "false".equals(request.params().get("active"))));
        Awaiting.until("the new name", () -> lastProductChange("name").equals("Renamed"));
        assertThat(audit("plan.changed", plan))
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

        assertThat(row("p.revision").get("revision")).isEqualTo(1L);
        assertThat(versions()).containsExactly(1000L);
    }

    @Test
    void keepsFreePlansFromStripe() {
        JsonNode plan = created(body(0));
        Awaiting.until(
                "the job ran",
                () -> row("synced_revision").get("synced_revision").equals(1L));

        assertThat(product()).isNull();
        assertThat(TestStripe.controls().requests("POST", "/v1/products"))
                .noneMatch(request -> request.params().toString().contains(id(plan)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    price_cents    | {"name":"A","code":"x","billing_period":"monthly"}
                    price_cents    | {"name":"A","code":"x","price_cents":-1,"billing_period":"monthly"}
                    price_cents    | {"name":"A","code":"x","price_cents":19.99,"billing_period":"monthly"}
                    price_cents    | {"name":"A","code":"x","price_cents":"100","billing_period":"monthly"}
                    price_cents    | {"name":"A","code":"x","price_cents":100000000,"billing_period":"monthly"}
                    price_cents    | {"name":"A","code":"x","price_cents":99999999999999999999,"billing_period":"monthly"}
                    billing_period | {"name":"A","code":"x","price_cents":1,"billing_period":"hourly"}
                    billing_period | {"name":"A","code":"x","price_cents":1}
                    currency       | {"name":"A","code":"x","price_cents":1,"billing_period":"monthly","currency":"USX"}
                    currency       | {"name":"A","code":"x","price_cents":1,"billing_period":"monthly","currency":"XAU"}
                    tier           | {"name":"A","code":"x","price_cents":1,"billing_period":"monthly","tier":"GOLD"}
                    tier           | {"name":"A","code":"x","price_cents":1,"billing_period":"monthly","tier":1}
                    trial_days     | {"name":"A","code":"x","price_cents":1,"billing_period":"monthly","trial_days":-1}
                    trial_days     | {"name":"A","code":"x","price_cents":1,"billing_period":"monthly","trial_days":9999}
                    name           | {"name":"  ","code":"x","price_cents":1,"billing_period":"monthly"}
                    name           | {"name":"a\\u0000b","code":"x","price_cents":1,"billing_period":"monthly"}
                    code           | {"name":"A","code":"a b","price_cents":1,"billing_period":"monthly"}
                    code           | {"name":"A","code":"","price_cents":1,"billing_period":"monthly"}
                    is_active      | {"name":"A","code":"x","price_cents":1,"billing_period":"monthly","is_active":"yes"}
                    stripe_price_id| {"name":"A","code":"x","price_cents":1,"billing_period":"monthly","stripe_price_id":"p"}
                    """)
    void tellsWhatIsWrongWithAPlan(String field, String body) {
        send(HttpMethod.POST, "", body)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors." + field)
                .isNotEmpty();
    }

    @Test
    void letsOnlyAdministratorsWrite() {
        JsonNode plan = created(body(100));
        WebTestClient user = users.signUp().authorized(http);

        for (WebTestClient client : List.of(user, http)) {
            int expected = client == user ? 403 : 401;
            write(client, HttpMethod.POST, "", body(1)).expectStatus().isEqualTo(expected);
            write(client, HttpMethod.PATCH, "/" + id(plan), Map.of("price_cents", 1))
                    .expectStatus()
                    .isEqualTo(expected);
            write(client, HttpMethod.DELETE, "/" + id(plan), null)
                    .expectStatus()
                    .isEqualTo(expected);
        }
        assertThat(versions()).containsExactly(100L);
    }

    @Test
    void doesNotKnowOtherPlans() {
        refused(send(HttpMethod.PATCH, UUID.randomUUID().toString(), Map.of()), 404, "plan_not_found", null);
        refused(send(HttpMethod.DELETE, UUID.randomUUID().toString(), null), 404, "plan_not_found", null);
        send(HttpMethod.DELETE, "nonsense", null).expectStatus().isEqualTo(422);
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

    private Map<String, Object> row(String columns) {
        return buyers.query(
                        "select %s from plans p join plan_versions v on v.plan_id = p.id and v.number = p.version where p.code = '%s'"
                                .formatted(columns, code))
                .getFirst();
    }

    private Object product() {
        return row("stripe_product_id").get("stripe_product_id");
    }

    private String lastProductChange(String field) {
        return TestStripe.controls().requests("POST", "/v1/products/" + product()).stream()
                .map(request -> String.valueOf(request.params().get(field)))
                .reduce("", (_, last) -> last);
    }

    private List<Object> versions() {
        return buyers
                .query(
                        "select v.price_cents from plan_versions v join plans p on p.id = v.plan_id where p.code = '%s' order by v.number"
                                .formatted(code))
                .stream()
                .map(row -> row.get("price_cents"))
                .toList();
    }

    private String audit(String action, JsonNode plan) {
        return (String)
                buyers.query("select details::text as details from audit_log where action = '%s' and subject_id = '%s'"
                                .formatted(action, id(plan)))
                        .getFirst()
                        .get("details");
    }
}
