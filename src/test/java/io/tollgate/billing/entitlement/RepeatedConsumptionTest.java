package io.tollgate.billing.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.OwnThreads;
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
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Uses that come again, or many at the same moment. */
@IntegrationTest
class RepeatedConsumptionTest {

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
    void neverExceedsAHardLimitThoughAHundredUsesComeAtOnceOnTwoNodes() {
        String feature = features.metered(plan, Map.of("limit", 40));
        SecondNode other = SecondNode.shared();
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

    private ResponseSpec send(String path, Object body) {
        return Features.send(user.authorized(http), HttpMethod.POST, path, body);
    }

    private static List<Integer> parallel(int times, IntFunction<ResponseSpec> call) {
        return Flux.range(0, times)
                .flatMap(
                        i -> Mono.fromCallable(() -> call.apply(i)
                                        .expectBody()
                                        .returnResult()
                                        .getStatus()
                                        .value())
                                .subscribeOn(OwnThreads.SCHEDULER),
                        times)
                .collectList()
                .block();
    }
}
