package io.tollgate.billing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.OwnThreads;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.engine.Subscribers.Answer;
import io.tollgate.billing.engine.Subscribers.Customer;
import io.tollgate.billing.engine.Subscribers.Sold;
import io.tollgate.billing.stripe.StripeCustomers;
import io.tollgate.billing.subscription.Customers;
import io.tollgate.stripeemulator.Controls;
import io.tollgate.stripeemulator.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;

/** A trial that is over, where only Stripe knows whether there is a card. */
@IntegrationTest
class TrialEndsTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private Customers atStripe;

    @Autowired
    private StripeCustomers customers;

    @Autowired
    private TrialEnds ends;

    @Autowired
    private CircuitBreakerRegistry breakers;

    @Autowired
    private MutableClock clock;

    private final Controls stripe = TestStripe.controls();
    private Subscribers subscribers;
    private Sold plan;

    @BeforeEach
    void setUp() {
        subscribers = new Subscribers(http, users, db);
        plan = subscribers.plan(1900, "daily", null, 1, "cancel");
    }

    @AfterEach
    void mendStripe() {
        stripe.clearFaults();
        breakers.getAllCircuitBreakers().forEach(CircuitBreaker::reset);
    }

    @Test
    void goesOnUntilStripeSaysWhetherThereIsACard() {
        TestUser user = users.signUp();
        String known = withCard(user);
        Customer customer = start(user, "stripe");
        Customer other = start(users.signUp(), "manual");
        stripe.fail(Fault.status(503).times(0).on("GET", "/v1/customers/" + known));

        subscribers.longAgo(customer, "25 hours");
        subscribers.longAgo(other, "25 hours");

        Awaiting.until("the one that Stripe has no part in is billed", () -> endsOf(other, "active"));
        Awaiting.until("the other waits", () -> endsOf(customer, "trialing") && waits(customer));
        assertThat(subscribers.row(customer)).containsEntry("parked_reason", null);
        assertThat(subscribers.invoices(customer)).isEmpty();
        mendStripe();
        clock.advance(Duration.ofMinutes(11));
        Awaiting.until("it is billed", () -> endsOf(customer, "active"));
        Awaiting.until("it is charged", () -> stripe.charges(known) == 1);
        assertThat(subscribers.invoices(customer)).hasSize(1);
    }

    @Test
    void locksNothingWhileItAsks() {
        TestUser user = users.signUp();
        String known = withCard(user);
        Customer customer = start(user, "stripe");
        String path = "/v1/customers/" + known;
        int before = stripe.requests("GET", path).size();
        stripe.fail(Fault.held().times(0).on("GET", path));
        subscribers.longAgo(customer, "25 hours");

        var asking = ends.next().subscribe();

        Awaiting.until(
                "the question is there", () -> stripe.requests("GET", path).size() > before);
        assertThat(lockable(customer)).isTrue();
        mendStripe();
        clock.advance(Duration.ofMinutes(11));
        Awaiting.until("it is billed", () -> endsOf(customer, "active"));
        asking.dispose();
    }

    /** The run asks, and so does the preview; each before it locks anything. */
    @Test
    void locksNothingForAPreviewEither() {
        TestUser user = users.signUp();
        String known = withCard(user);
        Customer customer = start(user, "stripe");
        Sold other = subscribers.plan(2900, "daily", null, 1, "cancel");
        String path = "/v1/customers/" + known;
        int before = stripe.requests("GET", path).size();
        stripe.fail(Fault.held().times(0).on("GET", path));
        subscribers.longAgo(customer, "25 hours");

        var asking = ends.next().subscribe();
        Mono<Answer> preview = Mono.fromCallable(() -> subscribers.send(
                        user,
                        HttpMethod.POST,
                        "/billing/subscriptions/change/preview",
                        Map.of("plan_code", other.code())))
                .subscribeOn(OwnThreads.SCHEDULER)
                .cache();
        var previewing = preview.subscribe();

        Awaiting.until(
                "both questions are there", () -> stripe.requests("GET", path).size() > before + 1);
        assertThat(lockable(customer)).isTrue();
        mendStripe();
        assertThat(preview.block().status()).isEqualTo(200);
        asking.dispose();
        previewing.dispose();
    }

    @Test
    void endsWhereTheCustomerWasDeletedAtStripe() {
        TestUser user = users.signUp();
        String known = withCard(user);
        Customer customer = start(user, "stripe");
        assertThat(customers.delete(known).block().deleted()).isTrue();

        subscribers.longAgo(customer, "25 hours");

        Awaiting.until("it is over", () -> endsOf(customer, "canceled"));
        assertThat(subscribers.invoices(customer)).isEmpty();
    }

    /** As where our key is another account's: nobody's subscription ends for that, and nobody's goes on unseen. */
    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void leavesAloneWhereStripeRefusesToSay(int status) {
        TestUser user = users.signUp();
        String known = withCard(user);
        Customer customer = start(user, "stripe");
        stripe.fail(Fault.status(status).times(0).on("GET", "/v1/customers/" + known));

        subscribers.longAgo(customer, "25 hours");

        Awaiting.until(
                "it is left alone",
                () -> endsOf(customer, "trialing")
                        && "cannot_be_billed".equals(subscribers.row(customer).get("parked_reason")));
        Answer canceled = subscribers.admin("/admin/subscriptions/" + customer.subscription() + "/cancel", Map.of());
        assertThat(canceled.status()).as("%s", canceled.body()).isEqualTo(200);
    }

    private String withCard(TestUser user) {
        String customer = atStripe.ensure(user.user()).block();
        String _ = stripe.saveCard(customer);
        return customer;
    }

    private Customer start(TestUser user, String provider) {
        Answer answer = subscribers.tryStart(user, plan, provider);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        return new Customer(user, UUID.fromString(answer.body().path("id").asString()));
    }

    /** Fails where somebody holds it. */
    private boolean lockable(Customer customer) {
        return subscribers.query("""
                        select s.status from engine_subscriptions e join subscriptions s on s.id = e.subscription_id
                        where s.id = '%s' for update nowait""".formatted(customer.subscription())).size() == 1;
    }

    /** The node's own run may have been first. */
    private boolean endsOf(Customer customer, String status) {
        int _ = ends.next().block();
        return status.equals(subscribers.row(customer).get("status"));
    }

    private boolean waits(Customer customer) {
        return subscribers
                        .query("select put_off_until from engine_subscriptions where subscription_id = '%s'"
                                .formatted(customer.subscription()))
                        .getFirst()
                        .get("put_off_until")
                != null;
    }
}
