package io.tollgate.billing.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.billing.Meters;
import io.tollgate.billing.pricing.Scale;
import io.tollgate.billing.pricing.Usage;
import java.math.BigDecimal;
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
import tools.jackson.databind.JsonNode;

/** Administrators say what usage costs in the next version of a plan. */
@IntegrationTest
class ChargeAdministrationTest {

    private static final Scale CENTS = new Scale(2);

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Charges charges;

    private Meters meters;
    private UUID plan;
    private String metric;

    @BeforeEach
    void setUp() {
        meters = new Meters(http, users, db);
        metric = meters.metric("sum", Map.of("filters", Map.of("region", List.of("eu", "us"))));
        plan = meters.plan();
    }

    /** What the terms cost for a quantity, in cents: the worked numbers of pricing, over JSON. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            flat                 | {"amount": "12.50"}                                                     | 3      | 1250
            unit                 | {"unit": 0.02}                                                          | 1234.5 | 2469
            graduated            | {"tiers": [{"up_to": 5, "unit": 7}, {"up_to": 10, "unit": "6.5"}, {"unit": 6}]} | 6 | 4150
            volume               | {"tiers": [{"from": 0, "up_to": 5, "unit": 7}, {"up_to": 10, "unit": 6.5}, {"up_to": null, "unit": 6}]} | 20 | 12000
            package              | {"price": "0.20", "size": 1000, "free": 100000}                         | 119996 | 400
            percentage           | {"rate": "1.2", "fixed": "0"}                                           | 100    | 120
            graduated_percentage | {"tiers": [{"up_to": 1000, "unit": 1}, {"unit": 2, "flat": 5}]}          | 2000   | 3500
            block                | {"size": 10, "of": {"model": "volume", "terms": {"tiers": [{"unit": 100}]}}} | 15 | 20000
            """)
    void canBeOfEveryModel(String model, String terms, BigDecimal quantity, long cents) {
        put("{\"charges\": [{\"metric\": \"%s\", \"model\": \"%s\", \"terms\": %s}]}".formatted(metric, model, terms))
                .expectStatus()
                .isOk();

        PlanCharge charge = charges.of(meters.version(plan)).block().getFirst();
        assertThat(charge.charge().rate(Usage.of(quantity), CENTS).amount()).isEqualTo(cents);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"metric": "no-such", "model": "unit", "terms": {"unit": 1}}                        | metric
            {"metric": "M", "terms": {"unit": 1}}                                               | model
            {"metric": "M", "model": "cheap", "terms": {"unit": 1}}                             | model
            {"metric": "M", "model": "unit"}                                                    | terms
            {"metric": "M", "model": "unit", "terms": {}}                                       | terms.unit
            {"metric": "M", "model": "unit", "terms": {"unit": -1}}                             | terms.unit
            {"metric": "M", "model": "unit", "terms": {"unit": 1e400}}                          | terms.unit
            {"metric": "M", "model": "unit", "terms": {"unit": 0e-20000}}                       | terms.unit
            {"metric": "M", "model": "unit", "terms": {"unit": "NaN"}}                          | terms.unit
            {"metric": "M", "model": "unit", "terms": {"unit": 1, "flat": 1}}                   | terms.flat
            {"metric": "M", "model": "package", "terms": {"price": 1, "size": 0}}               | terms.size
            {"metric": "M", "model": "graduated", "terms": {"tiers": []}}                       | terms.tiers
            {"metric": "M", "model": "graduated", "terms": {"tiers": [{"up_to": 5, "unit": 1}]}} | terms.tiers[0].up_to
            {"metric": "M", "model": "volume", "terms": {"tiers": [{"up_to": 5, "unit": 1}, {"from": 6, "unit": 1}]}} | terms.tiers[1].from
            {"metric": "M", "model": "volume", "terms": {"tiers": [{"up_to": 5, "unit": 1}, {"from": 4, "unit": 1}]}} | terms.tiers[1].from
            {"metric": "M", "model": "volume", "terms": {"tiers": [{"unit": 1}, {"unit": 1}]}}  | terms.tiers[1]
            {"metric": "M", "model": "volume", "terms": {"tiers": [{"unit": 1, "price": 3}]}}   | terms.tiers[0].price
            {"metric": "M", "model": "volume", "terms": {"tiers": [5]}}                         | terms.tiers[0].unit
            {"metric": "M", "model": "block", "terms": {"size": 1, "of": {"model": "block", "terms": {}}}} | terms.of
            {"metric": "M", "model": "unit", "terms": {"unit": 1}, "minimum_spend": -1}         | minimum_spend
            {"metric": "M", "model": "unit", "terms": {"unit": 1}, "minimum_spend": 2, "maximum_spend": 1} | maximum_spend
            {"metric": "M", "model": "unit", "terms": {"unit": 1}, "filters": {"city": ["a"]}}  | filters.city
            {"metric": "M", "model": "unit", "terms": {"unit": 1}, "filters": {"region": ["asia"]}} | filters.region
            {"metric": "M", "model": "unit", "terms": {"unit": 1}, "name": " "}                 | name
            """)
    void tellsWhatIsWrongAndWhere(String charge, String field) {
        String good = "{\"metric\": \"M\", \"model\": \"unit\", \"terms\": {\"unit\": 1}}";
        JsonNode answer = put(("{\"charges\": [" + good + ", " + charge + "]}").replace("\"M\"", "\"" + metric + "\""))
                .expectStatus()
                .isEqualTo(422)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();

        assertThat(answer.path("errors").propertyNames()).containsExactly("charges[1]." + field);
        assertThat(charges.of(meters.version(plan)).block()).isEmpty();
    }

    @Test
    void makeAnotherVersionOfThePlanAndStayWithTheOldOne() {
        UUID first = meters.version(plan);
        meters.charge(plan, List.of(unit("1"))).expectStatus().isOk();
        UUID second = meters.version(plan);
        meters.charge(plan, List.of(unit("1"))).expectStatus().isOk();
        assertThat(meters.version(plan)).isEqualTo(second);
        meters.charge(plan, List.of(unit("2"), unit("3"))).expectStatus().isOk();
        UUID third = meters.version(plan);

        assertThat(charges.of(first).block()).isEmpty();
        assertThat(charges.of(second).block()).hasSize(1);
        assertThat(charges.of(third).block()).hasSize(2);
        assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
        http.get()
                .uri("/billing/plans/" + plan + "/charges")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.version")
                .isEqualTo(3)
                .jsonPath("$.charges[1].terms.unit")
                .isEqualTo("3");
    }

    @Test
    void goAlongWhenThePriceChanges() {
        meters.charge(plan, List.of(unit("1"), unit("2"))).expectStatus().isOk();
        List<PlanCharge> before = charges.of(meters.version(plan)).block();

        meters.asAdmin(HttpMethod.PATCH, "/billing/plans/" + plan, Map.of("price_cents", 500))
                .expectStatus()
                .isOk();

        List<PlanCharge> after = charges.of(meters.version(plan)).block();
        assertThat(after.stream().map(PlanCharge::charge))
                .containsExactlyElementsOf(
                        before.stream().map(PlanCharge::charge).toList());
        assertThat(after.getFirst().id()).isNotEqualTo(before.getFirst().id());
    }

    private Map<String, Object> unit(String price) {
        return Map.of("metric", metric, "model", "unit", "terms", Map.of("unit", price));
    }

    private WebTestClient.ResponseSpec put(String body) {
        return users.admin()
                .authorized(http)
                .put()
                .uri("/billing/plans/" + plan + "/charges")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }
}
