package io.tollgate.billing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.OwnThreads;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.billing.Buyers;
import io.tollgate.stripeemulator.ReceivedRequest;
import java.util.HashMap;
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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Periods, trials and currencies of plans: what reaches Stripe, and what never does. */
@IntegrationTest
class PlanPeriodsTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private final JsonMapper json = new JsonMapper();

    private final String code = "i-" + UUID.randomUUID();

    private WebTestClient admin;

    private Buyers buyers;

    private StoredPlan stored;

    @BeforeEach
    void setUp() {
        admin = users.admin().authorized(http);
        buyers = new Buyers(http, users, db);
        stored = new StoredPlan(buyers, code);
    }

    @ParameterizedTest
    @CsvSource({
        "daily, 1, day, 1",
        "daily, 1095, day, 1095",
        "weekly, 1, week, 1",
        "weekly, 2, week, 2",
        "monthly, 1, month, 1",
        "monthly, 36, month, 36",
        "quarterly, 1, month, 3",
        "quarterly, 2, month, 6",
        "yearly, 1, year, 1",
        "yearly, 3, year, 3"
    })
    void sellsByAnyPeriodAtStripe(String period, int count, String interval, String intervalCount) {
        create(Map.of("billing_period", period, "interval_count", count))
                .expectStatus()
                .isCreated();

        Awaiting.until("the price", () -> !prices().isEmpty());
        assertThat(prices().getFirst().params())
                .containsEntry("recurring", Map.of("interval", interval, "interval_count", intervalCount));
    }

    @ParameterizedTest
    @CsvSource({"daily, 1096", "weekly, 157", "monthly, 37", "quarterly, 13", "yearly, 4", "monthly, 0", "monthly, -1"})
    void refusesPeriodsThatStripeDoesNotBill(String period, int count) {
        create(Map.of("billing_period", period, "interval_count", count))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors.interval_count")
                .isNotEmpty();
        nothingWasMade();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            price_cents            | {"price_cents": -1}
            price_cents            | {"price_cents": 1005, "currency": "KWD"}
            currency               | {"currency": "ABC"}
            currency               | {"currency": "KPW"}
            currency               | {"currency": "ISK"}
            billing_period         | {"billing_period": "hourly"}
            interval_count         | {"interval_count": 1.5}
            trial_days             | {"trial_days": -1}
            trial_days             | {"trial_days": 731}
            trial_days             | {"trial_days": 7, "price_cents": 0}
            trial_requires_card    | {"trial_requires_card": false}
            trial_requires_card    | {"trial_requires_card": false, "trial_days": 0}
            trial_end_without_card | {"trial_end_without_card": "ignore", "trial_days": 7}
            billing_anchor         | {"billing_anchor": "15"}
            proration              | {"proration": "hour"}
            change_anchor          | {"change_anchor": "move"}
            downgrade              | {"downgrade": "never"}
            """)
    void tellsStripeNothingOfWhatMakesNoSense(String field, String change) {
        create(json.readValue(change, MAP))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors." + field)
                .isNotEmpty();
        nothingWasMade();
    }

    @Test
    void takesOneOfTwentyPlansOfTheSameCodeEvenOfADeletedOne() {
        List<Integer> answers = parallel();

        assertThat(answers).filteredOn(status -> status == 201).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 400).hasSize(19);
        Awaiting.until("the price", () -> !prices().isEmpty());
        assertThat(prices().stream().map(ReceivedRequest::idempotencyKey).distinct())
                .hasSize(1);

        send(HttpMethod.DELETE, "/" + stored.row("p.id").get("id"), null)
                .expectStatus()
                .isNoContent();
        assertThat(parallel()).containsOnly(400);
        assertThat(stored.versions()).hasSize(1);
    }

    private List<Integer> parallel() {
        return Flux.range(0, 20)
                .flatMap(
                        _ -> Mono.fromCallable(() -> create(Map.of())
                                        .expectBody()
                                        .returnResult()
                                        .getStatus()
                                        .value())
                                .subscribeOn(OwnThreads.SCHEDULER),
                        20)
                .collectList()
                .block();
    }

    private void nothingWasMade() {
        assertThat(buyers.query("select 1 from plans where code = '" + code + "'"))
                .isEmpty();
        assertThat(TestStripe.controls().requests("POST", "/v1/products"))
                .noneMatch(request -> request.params().toString().contains(code));
    }

    private List<ReceivedRequest> prices() {
        Object id = stored.row("p.id").get("id");
        return TestStripe.controls().requests("POST", "/v1/prices").stream()
                .filter(request -> request.params().toString().contains(id.toString()))
                .toList();
    }

    private ResponseSpec create(Map<String, ?> more) {
        Map<String, Object> body =
                new HashMap<>(Map.of("name", "Plan", "code", code, "price_cents", 1900, "billing_period", "monthly"));
        body.putAll(more);
        return send(HttpMethod.POST, "", body);
    }

    private ResponseSpec send(HttpMethod method, String path, Object body) {
        var request = admin.method(method).uri("/billing/plans" + path);
        return body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange();
    }
}
