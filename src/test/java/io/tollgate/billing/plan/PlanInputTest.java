package io.tollgate.billing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
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
class PlanInputTest {

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
                    name           | {"name":"a\\ud800","code":"x","price_cents":1,"billing_period":"monthly"}
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

    private List<Object> versions() {
        return buyers
                .query(
                        "select v.price_cents from plan_versions v join plans p on p.id = v.plan_id where p.code = '%s' order by v.number"
                                .formatted(code))
                .stream()
                .map(row -> row.get("price_cents"))
                .toList();
    }
}
