package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.OwnThreads;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.Meters;
import io.tollgate.stripeemulator.Controls;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@IntegrationTest
class SubscribeRulesTest {

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

    @Test
    void startsAFreePlanAtOnceWithoutStripe() {
        String free = buyers.plan(0);

        buyers.subscribe(user, free)
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.checkout_url")
                .isEqualTo(null)
                .jsonPath("$.subscription.status")
                .isEqualTo("active")
                .jsonPath("$.subscription.provider")
                .isEqualTo("manual")
                .jsonPath("$.subscription.current_period_end")
                .isEqualTo(null);

        assertThat(buyers.get(user, "/billing/subscriptions/me")
                        .path("plan")
                        .path("code")
                        .asString())
                .isEqualTo(free);
        assertThat(buyers.query("select 1 from stripe_customers where user_id = '" + user.id() + "'"))
                .isEmpty();
        refusesASecond(free, user);
    }

    /** Stripe runs nothing without a price, and without invoices of ours nobody would bill what is used. */
    @Test
    void refusesWhatCostsByUsageAlone() {
        Meters meters = new Meters(http, users, db);
        UUID payg = meters.planOf(meters.metric("sum"));
        String code = (String)
                meters.row("select code from plans where id = '" + payg + "'").get("code");
        buyers.subscribe(user, code)
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("plan_not_sold");
        TestUser payer = buyers.subscriber(buyers.plan(1900));
        buyers.subscribe(user, buyers.plan(0)).expectStatus().isCreated();

        for (TestUser subscriber : List.of(user, payer)) {
            refusesToSell(code, subscriber, "change");
            refusesToSell(code, subscriber, "change/preview");
            refusesToSell(code, subscriber, "upgrade");
        }
        assertThat(buyers.subscriptions(user))
                .extracting(row -> row.get("code"))
                .doesNotContain(code);
    }

    @Test
    void refusesASecondSubscription() {
        String plan = buyers.plan(1900);
        refusesASecond(plan, buyers.subscriber(plan));
    }

    @Test
    void startsOneFreeSubscriptionForTwentyParallelRequests() {
        String free = buyers.plan(0);

        List<Integer> answers = parallel(20, () -> status(free));

        assertThat(answers).filteredOn(status -> status == 201).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 400).hasSize(19);
        assertThat(buyers.subscriptions(user)).hasSize(1);
    }

    @Test
    void opensOnePageForOneCustomerForTwentyParallelRequests() {
        String plan = buyers.plan(1900);
        Set<String> pages = new ConcurrentSkipListSet<>();

        List<Integer> answers = parallel(20, () -> {
            pages.add(buyers.checkout(user, plan));
            return 201;
        });

        assertThat(answers).hasSize(20);
        assertThat(pages).hasSize(1);
        assertThat(buyers.checkouts(user)).containsExactly("open");
        assertThat(keys("/v1/customers")).hasSize(1);
        assertThat(keys("/v1/checkout/sessions")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"plan_code\": \"\"}", "{\"plan_code\": 5}", "{\"plan_code\": \"pro\", \"price\": 1}"})
    void tellsWhatIsWrongWithTheRequest(String body) {
        user.authorized(http)
                .post()
                .uri("/billing/subscriptions/subscribe")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void refusesUnknownPlansAndUsersWhoMayNotAct() {
        buyers.subscribe(user, "no-such-plan")
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("No active plan found for this code.");
        buyers.subscribe(users.unverified(), "free").expectStatus().isForbidden();
        buyers.subscribe(users.deactivated(), "free").expectStatus().isForbidden();
        http.post()
                .uri("/billing/subscriptions/subscribe")
                .exchange()
                .expectStatus()
                .isUnauthorized();
        http.get().uri("/billing/payments/me").exchange().expectStatus().isUnauthorized();
    }

    private void refusesToSell(String plan, TestUser subscriber, String what) {
        subscriber
                .authorized(http)
                .post()
                .uri("/billing/subscriptions/" + what)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("plan_code", plan))
                .exchange()
                .expectStatus()
                .isEqualTo(409)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("plan_not_sold");
    }

    private void refusesASecond(String plan, TestUser subscriber) {
        buyers.subscribe(subscriber, plan)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("User already has an active subscription.");
    }

    private int status(String plan) {
        return buyers.subscribe(user, plan)
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private static List<Integer> parallel(int times, java.util.concurrent.Callable<Integer> call) {
        return Flux.range(0, times)
                .flatMap(_ -> Mono.fromCallable(call).subscribeOn(OwnThreads.SCHEDULER), times)
                .collectList()
                .block();
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
