package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestMails;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.stripeemulator.Controls;
import io.tollgate.stripeemulator.Fault;
import io.tollgate.stripeemulator.ReceivedRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@IntegrationTest
class CheckoutRulesTest {

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
        refusesASecond(free);
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

    @Test
    void givesTheSamePageForTheSamePlanAndClosesItForAnother() {
        String plan = buyers.plan(1900);
        String other = buyers.plan(2900);

        String first = buyers.checkout(user, plan);
        assertThat(buyers.checkout(user, plan)).isEqualTo(first);
        String second = buyers.checkout(user, other);

        assertThat(second).isNotEqualTo(first);
        assertThat(stripe.requests("POST", "/v1/checkout/sessions/" + first + "/expire"))
                .hasSize(1);
        assertThat(buyers.checkouts(user)).containsExactly("replaced", "open");
    }

    @Test
    void refusesAnotherPlanWhenTheOpenPageHasJustBeenPaid() {
        String first = buyers.checkout(user, buyers.plan(1900));
        String other = buyers.plan(2900);
        stripe.dropWebhooks(true);
        String _ = stripe.pay(first);
        stripe.dropWebhooks(false);

        buyers.subscribe(user, other)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("subscription_exists");
        assertThat(buyers.checkouts(user)).startsWith("completed").doesNotContain("open");
    }

    @Test
    void tellsStripeEverythingThePaymentIsToBeFoundBy() {
        String plan = buyers.plan(1900, 14);
        String _ = buyers.checkout(user, plan);

        Map<String, Object> asked = sessions().getLast().params();
        assertThat(asked)
                .containsEntry("mode", "subscription")
                .containsEntry("client_reference_id", user.id().toString())
                .containsEntry("success_url", "http://tollgate.test/billing/success?session_id={CHECKOUT_SESSION_ID}")
                .containsEntry("cancel_url", "http://tollgate.test/billing/cancel");
        @SuppressWarnings("unchecked")
        Map<String, Object> metadata = (Map<String, Object>) asked.get("metadata");
        assertThat(metadata.keySet())
                .isEqualTo(new TreeSet<>(
                        Set.of("plan_id", "plan_code", "plan_name", "user_id", "plan_version_id", "checkout_id")));
        @SuppressWarnings("unchecked")
        Map<String, Object> subscription = (Map<String, Object>) asked.get("subscription_data");
        assertThat(subscription).containsEntry("metadata", metadata).containsEntry("trial_period_days", "14");
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

    @Test
    void leavesAPageOpenOnWhichTheCardWasDeclined() {
        String plan = buyers.plan(1900);
        String page = buyers.checkout(user, plan);
        stripe.decline(page);

        assertThat(buyers.checkout(user, plan)).isEqualTo(page);
        assertThat(buyers.status(user, "/billing/subscriptions/me")).isEqualTo(404);
        assertThat(TestMails.subjects(user.user().email())).isEmpty();
    }

    @Test
    void opensANewPageAfterTheOldOneExpired() {
        String plan = buyers.plan(1900);
        String page = buyers.checkout(user, plan);
        stripe.expire(page);
        Awaiting.until("the page has expired", () -> buyers.checkouts(user).equals(List.of("expired")));

        assertThat(buyers.checkout(user, plan)).isNotEqualTo(page);
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

    private void refusesASecond(String plan) {
        refusesASecond(plan, user);
    }

    private void refusesASecond(String plan, TestUser subscriber) {
        buyers.subscribe(subscriber, plan)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("User already has an active subscription.");
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
                .returnResult(byte[].class)
                .getStatus()
                .value();
    }

    private static List<Integer> parallel(int times, java.util.concurrent.Callable<Integer> call) {
        return Flux.range(0, times)
                .flatMap(_ -> Mono.fromCallable(call).subscribeOn(Schedulers.boundedElastic()), times)
                .collectList()
                .block();
    }

    private List<ReceivedRequest> sessions() {
        return stripe.requests("POST", "/v1/checkout/sessions").stream()
                .filter(request ->
                        request.params().toString().contains(user.id().toString()))
                .toList();
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
