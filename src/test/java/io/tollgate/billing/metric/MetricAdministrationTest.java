package io.tollgate.billing.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.billing.Meters;
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

/** Administrators say what is counted. */
@IntegrationTest
class MetricAdministrationTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Metrics metrics;

    private Meters meters;
    private WebTestClient admin;

    @BeforeEach
    void setUp() {
        meters = new Meters(http, users, db);
        admin = users.admin().authorized(http);
    }

    @Test
    void areMadeRenamedAndDeletedByAdministratorsOnly() {
        String code = meters.metric("sum", Map.of("filters", Map.of("region", List.of("eu", "us"))));
        String path = "/billing/metrics/" + id(code);

        Meters.send(admin, HttpMethod.PATCH, path, Map.of("unit", "TB"))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.unit")
                .isEqualTo("TB")
                .jsonPath("$.name")
                .isEqualTo("Some sum")
                .jsonPath("$.filters.region[1]")
                .isEqualTo("us");
        code(post(Map.of("code", code, "name", "x", "aggregation", "max")), 409, "metric_code_taken");
        code(users.signUp().authorized(http).get().uri(path).exchange(), 403, "admin_required");
        admin.get().uri("/billing/metrics?limit=1").exchange().expectStatus().isOk();
        admin.delete().uri(path).exchange().expectStatus().isNoContent();
        code(admin.delete().uri(path).exchange(), 404, "metric_not_found");
        admin.get().uri(path).exchange().expectBody().jsonPath("$.is_deleted").isEqualTo(true);
        assertThat(metrics.byCode(List.of(code)).block().get(code).deleted()).isTrue();
        code(post(Map.of("code", code, "name", "x", "aggregation", "max")), 409, "metric_code_taken");
    }

    @Test
    void stayWhileAPlanChargesForThem() {
        String code = meters.metric("count");
        meters.planOf(code);

        code(admin.delete().uri("/billing/metrics/" + id(code)).exchange(), 409, "metric_in_use");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name": "x", "aggregation": "sum"}                                                | code
            {"code": "A b", "name": "x", "aggregation": "sum"}                                 | code
            {"code": "a", "name": " ", "aggregation": "sum"}                                   | name
            {"code": "a", "name": "a\\ud800", "aggregation": "sum"}                            | name
            {"code": "a", "name": "x", "aggregation": "sum", "filters": {"r": ["\\udc00"]}}     | filters
            {"code": "a", "name": "x", "aggregation": "mean"}                                  | aggregation
            {"code": "a", "name": "x", "aggregation": "unique"}                                | unique_key
            {"code": "a", "name": "x", "aggregation": "sum", "unique_key": "who"}              | unique_key
            {"code": "a", "name": "x", "aggregation": "count", "field": "size"}                | field
            {"code": "a", "name": "x", "aggregation": "sum", "field": "a b"}                   | field
            {"code": "a", "name": "x", "aggregation": "sum", "filters": {"r": []}}             | filters
            {"code": "a", "name": "x", "aggregation": "sum", "filters": {"r": ["a", "a"]}}     | filters
            {"code": "a", "name": "x", "aggregation": "sum", "filters": {"r": [""]}}           | filters
            {"code": "a", "name": "x", "aggregation": "sum", "filters": {"": ["a"]}}           | filters
            {"code": "a", "name": "x", "aggregation": "sum", "filters": {"r": null}}           | filters
            """)
    void tellsWhatIsWrongWithOne(String body, String field) {
        admin.post()
                .uri("/billing/metrics")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors." + field)
                .isNotEmpty();
    }

    private ResponseSpec post(Object body) {
        return Meters.send(admin, HttpMethod.POST, "/billing/metrics", body);
    }

    private UUID id(String code) {
        return (UUID) meters.row("select id from billable_metrics where code = '" + code + "'")
                .get("id");
    }

    private static void code(ResponseSpec answer, int status, String code) {
        answer.expectStatus().isEqualTo(status).expectBody().jsonPath("$.code").isEqualTo(code);
    }
}
