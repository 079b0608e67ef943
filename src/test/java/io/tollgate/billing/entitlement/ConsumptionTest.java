package io.tollgate.billing.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

@IntegrationTest
class ConsumptionTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private Buyers buyers;

    private Features features;

    private String plan;

    private TestUser user;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
        features = new Features(http, users, buyers);
        plan = buyers.plan(0);
        user = users.signUp();
        buyers.subscribe(user, plan).expectStatus().isCreated();
    }

    @Test
    void countsUpToAHardLimitAndNoFurther() {
        String feature = features.metered(plan, Map.of("limit", 5));

        features.consume(user, feature, 3)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.used")
                .isEqualTo(3)
                .jsonPath("$.remaining")
                .isEqualTo(2)
                .jsonPath("$.overage")
                .isEqualTo(false);
        features.consume(user, feature, 3)
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("entitlement_exhausted")
                .jsonPath("$.limit")
                .isEqualTo(5)
                .jsonPath("$.used")
                .isEqualTo(3)
                .jsonPath("$.feature")
                .isEqualTo(feature)
                .jsonPath("$.resets_at")
                .isNotEmpty();
        features.consume(user, feature, 2).expectStatus().isOk();
        features.consume(user, feature, 1).expectStatus().isForbidden();
        assertThat(features.mine(user, feature).path("remaining").asLong()).isZero();
    }

    @Test
    void refusesAFirstUseThatIsLargerThanTheLimit() {
        String feature = features.metered(plan, Map.of("limit", 5));

        features.consume(user, feature, 6).expectStatus().isForbidden();

        assertThat(features.mine(user, feature).path("used").asLong()).isZero();
    }

    @Test
    void countsBeyondASoftLimitAndSaysSo() {
        String feature = features.metered(plan, Map.of("limit", 5, "hard_limit", false));

        features.consume(user, feature, 5)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.overage")
                .isEqualTo(false);
        features.consume(user, feature, 2)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.overage")
                .isEqualTo(true)
                .jsonPath("$.used")
                .isEqualTo(7)
                .jsonPath("$.remaining")
                .isEqualTo(0);
    }

    @Test
    void countsWithoutLimitWhereNoneIsGiven() {
        String feature = features.metered(plan, Map.of("reset", "never"));

        features.consume(user, feature, 1_000_000_000)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.limit")
                .isEmpty()
                .jsonPath("$.resets_at")
                .isEmpty();
    }

    @Test
    void tellsWhatCannotBeUsed() {
        String foreign = features.metered(buyers.plan(0), Map.of("limit", 5));
        String flag = features.make("boolean");
        features.put(plan, flag, Map.of());

        code(features.consume(user, "no-such", 1), 404, "feature_not_found");
        code(features.consume(user, foreign, 1), 403, "entitlement_missing");
        code(features.consume(user, flag, 1), 400, "feature_not_metered");
        code(features.consume(users.unverified(), foreign, 1), 403, "account_not_active");
        Features.send(http, HttpMethod.POST, "/billing/entitlements/x/consume", Map.of("amount", 1))
                .expectStatus()
                .isUnauthorized();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                      | amount
            {"amount": 0}                           | amount
            {"amount": -1}                          | amount
            {"amount": 1.5}                         | amount
            {"amount": 1000000001}                  | amount
            {"amount": 99999999999999999999}        | amount
            {"amount": 1, "transaction_id": ""}     | transaction_id
            {"amount": 1, "transaction_id": "a b"}  | transaction_id
            {"amount": 1, "user_id": "x"}           | user_id
            """)
    void tellsWhatIsWrongWithAUse(String body, String field) {
        String feature = features.metered(plan, Map.of("limit", 5));

        send("/billing/entitlements/" + feature + "/consume", body)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors." + field)
                .isNotEmpty();
    }

    private ResponseSpec send(String path, Object body) {
        return Features.send(user.authorized(http), HttpMethod.POST, path, body);
    }

    private static void code(ResponseSpec answer, int status, String code) {
        answer.expectStatus().isEqualTo(status).expectBody().jsonPath("$.code").isEqualTo(code);
    }
}
