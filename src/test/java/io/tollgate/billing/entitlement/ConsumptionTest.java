package io.tollgate.billing.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@IntegrationTest
class ConsumptionTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

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
    void neverExceedsAHardLimitThoughAHundredUsesComeAtOnceOnTwoNodes() {
        String feature = features.metered(plan, Map.of("limit", 40));
        try (SecondNode other = SecondNode.start(clock)) {
            WebTestClient elsewhere = other.http();

            List<Integer> answers = parallel(
                    100,
                    i -> features.consume(
                            i % 2 == 0 ? http : elsewhere,
                            user,
                            feature,
                            UUID.randomUUID().toString()));

            assertThat(answers).filteredOn(status -> status == 200).hasSize(40);
            assertThat(answers).filteredOn(status -> status == 403).hasSize(60);
            assertThat(features.mine(user, feature).path("used").asLong()).isEqualTo(40);
        }
    }

    @Test
    void countsOneUseOnceHoweverOftenItIsSent() {
        String feature = features.metered(plan, Map.of("limit", 40));
        String key = UUID.randomUUID().toString();

        List<Integer> answers = parallel(20, _ -> features.consume(http, user, feature, key));

        assertThat(answers).containsOnly(200);
        assertThat(features.mine(user, feature).path("used").asLong()).isEqualTo(1);
        features.consume(http, user, feature, key)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Idempotent-Replayed", "true")
                .expectBody()
                .jsonPath("$.used")
                .isEqualTo(1);
    }

    @Test
    void answersARepeatedLastUseAsTheFirstTime() {
        String feature = features.metered(plan, Map.of("limit", 1));

        features.consume(http, user, feature, "last").expectStatus().isOk();

        features.consume(http, user, feature, "last").expectStatus().isOk();
        features.consume(http, user, feature, "one more").expectStatus().isBadRequest();
        features.consume(http, user, feature, "one-more").expectStatus().isForbidden();
        features.put(plan, feature, Map.of("limit", 2));
        features.consume(http, user, feature, "one-more").expectStatus().isOk();
    }

    @Test
    void takesTheNameFromTheBodyAsWellAndRefusesItForAnotherUse() {
        String feature = features.metered(plan, Map.of("limit", 40));
        String path = "/billing/entitlements/" + feature + "/consume";

        for (int i = 0; i < 2; i++) {
            send(path, Map.of("amount", 2, "transaction_id", "t-1"))
                    .expectStatus()
                    .isOk();
        }
        send(path, Map.of("amount", 3, "transaction_id", "t-1"))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("idempotency_key_reused");
        String another = features.metered(plan, Map.of("limit", 40));
        send("/billing/entitlements/" + another + "/consume", Map.of("amount", 2, "transaction_id", "t-1"))
                .expectStatus()
                .isEqualTo(422);

        assertThat(features.mine(user, feature).path("used").asLong()).isEqualTo(2);
        assertThat(features.mine(user, another).path("used").asLong()).isZero();
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

    private static List<Integer> parallel(int times, IntFunction<ResponseSpec> call) {
        return Flux.range(0, times)
                .flatMap(
                        i -> Mono.fromCallable(() -> call.apply(i)
                                        .expectBody()
                                        .returnResult()
                                        .getStatus()
                                        .value())
                                .subscribeOn(Schedulers.boundedElastic()),
                        times)
                .collectList()
                .block();
    }
}
