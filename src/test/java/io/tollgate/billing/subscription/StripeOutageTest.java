package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.stripeemulator.Controls;
import io.tollgate.stripeemulator.Fault;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class StripeOutageTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private final Controls stripe = TestStripe.controls();
    private Buyers buyers;
    private TestUser user;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
        user = users.signUp();
    }

    @AfterEach
    void mendStripe() {
        stripe.clearFaults();
    }

    @Test
    void answers503WhileStripeIsDownAndWorksAfterwards() {
        String plan = buyers.plan(1900);
        stripe.fail(Fault.status(503).on("POST", "/v1/checkout/sessions").untilCleared());

        buyers.subscribe(user, plan)
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .exists(HttpHeaders.RETRY_AFTER)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("payment_provider_unavailable");
        stripe.clearFaults();

        assertThat(buyers.checkout(user, plan)).startsWith("cs_");
        assertThat(keys("/v1/customers")).hasSize(1);
    }

    @Test
    void findsThePageThatWasMadeThoughNoAnswerCame() {
        String plan = buyers.plan(1900);
        stripe.fail(
                Fault.reset().performing().on("POST", "/v1/checkout/sessions").times(3));

        buyers.subscribe(user, plan).expectStatus().isEqualTo(503);
        stripe.clearFaults();
        String page = buyers.checkout(user, plan);

        assertThat(page).startsWith("cs_");
        assertThat(keys("/v1/checkout/sessions")).hasSize(1);
    }

    @Test
    void makesThePriceItselfWhenTheJobHasNotYet() {
        stripe.fail(Fault.status(503).on("POST", "/v1/prices").untilCleared());
        String code = unsyncedPlan();

        buyers.subscribe(user, code)
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .exists(HttpHeaders.RETRY_AFTER)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("plan_not_ready");
        stripe.clearFaults();

        Awaiting.until("a page", () -> status(code) == 201);
    }

    private String unsyncedPlan() {
        String code = "u-" + user.id();
        users.admin()
                .authorized(http)
                .post()
                .uri("/billing/plans")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("name", "Plan", "code", code, "price_cents", 500, "billing_period", "monthly"))
                .exchange()
                .expectStatus()
                .isCreated();
        return code;
    }

    private int status(String plan) {
        return buyers.subscribe(user, plan)
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private Set<String> keys(String path) {
        Set<String> keys = new TreeSet<>();
        stripe.requests("POST", path).stream()
                .filter(request ->
                        request.params().toString().contains(user.id().toString()))
                .forEach(request -> keys.add(request.idempotencyKey()));
        return keys;
    }
}
