package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.stripeemulator.Controls;
import io.tollgate.stripeemulator.Fault;
import io.tollgate.stripeemulator.ReceivedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@IntegrationTest
class PlanMigrationTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private StripeSubscriptions subscriptions;

    private final Controls stripe = TestStripe.controls();
    private final JsonMapper json = new JsonMapper();
    private Buyers buyers;
    private WebTestClient admin;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
        admin = users.admin().authorized(http);
    }

    @AfterEach
    void mendStripe() {
        stripe.clearFaults();
    }

    @Test
    void leavesSubscribersTheirPriceUntilTheyAreMigrated() {
        String plan = buyers.plan(1000);
        TestUser user = buyers.subscriber(plan);

        reprice(plan, 2000);
        assertThat(version(user)).isEqualTo(1);

        JsonNode done = migrated(plan, Map.of());

        assertThat(done.path("total").asInt()).isEqualTo(1);
        assertThat(done.path("migrated").asInt()).isEqualTo(1);
        assertThat(version(user)).isEqualTo(2);
        assertThat(subscriptions.retrieve(stripeId(user)).block().priceId()).isEqualTo(priceId(plan));
        assertThat(moves(user))
                .singleElement()
                .satisfies(move -> assertThat(move.params()).containsEntry("proration_behavior", "none"));
        assertThat(buyers.payments(user)).hasSize(1);
    }

    @Test
    void chargesTheDifferenceAtOnceWhenAsked() {
        String plan = buyers.plan(1000);
        TestUser user = buyers.subscriber(plan);
        reprice(plan, 2000);

        migrated(plan, Map.of("proration_behavior", "always_invoice"));

        Awaiting.until("the difference is paid", () -> buyers.payments(user).size() == 2);
    }

    @Test
    void worksThroughManyInBatchesOnceEachThoughStripeFailsNowAndThen() {
        String plan = buyers.plan(1000);
        List<TestUser> subscribers = new ArrayList<>();
        for (int i = 0; i < MigrationJob.BATCH + 3; i++) {
            subscribers.add(buyers.subscriber(plan));
        }
        reprice(plan, 2000);
        stripe.fail(Fault.status(500)
                .on("POST", "/v1/subscriptions/" + stripeId(subscribers.get(1)))
                .times(5));
        stripe.fail(Fault.reset()
                .performing()
                .on("POST", "/v1/subscriptions/" + stripeId(subscribers.get(2)))
                .times(2));

        JsonNode done = migrated(plan, Map.of("proration_behavior", "always_invoice"));

        assertThat(done.path("migrated").asInt()).isEqualTo(subscribers.size());
        assertThat(subscribers).allSatisfy(user -> assertThat(version(user)).isEqualTo(2));
        Awaiting.until(
                "everybody has paid the difference",
                () -> subscribers.stream()
                        .allMatch(user -> buyers.payments(user).size() == 2));
    }

    @Test
    void movesOnlyTheVersionThatIsNamed() {
        String plan = buyers.plan(1000);
        TestUser first = buyers.subscriber(plan);
        reprice(plan, 2000);
        TestUser second = buyers.subscriber(plan);
        reprice(plan, 3000);

        JsonNode done = migrated(plan, Map.of("from_version", 2));

        assertThat(done.path("total").asInt()).isEqualTo(1);
        assertThat(version(first)).isEqualTo(1);
        assertThat(version(second)).isEqualTo(3);
    }

    @Test
    void makesNobodyPayWhoPaidNothing() {
        String plan = buyers.plan(0);
        TestUser user = users.signUp();
        buyers.subscribe(user, plan).expectStatus().isCreated();
        reprice(plan, 2000);

        JsonNode done = migrated(plan, Map.of());

        assertThat(done.path("skipped").asInt()).isEqualTo(1);
        assertThat(done.path("problems").path(0).path("reason").asString()).isEqualTo("not_paid_for");
        assertThat(version(user)).isEqualTo(1);
    }

    @Test
    void namesWhatStripeRefuses() {
        String plan = buyers.plan(1000);
        TestUser user = buyers.subscriber(plan);
        reprice(plan, 2000);
        stripe.fail(Fault.status(400)
                .on("POST", "/v1/subscriptions/" + stripeId(user))
                .untilCleared());

        JsonNode done = migrated(plan, Map.of());

        assertThat(done.path("failed").asInt()).isEqualTo(1);
        assertThat(done.path("problems").path(0).path("status").asString()).isEqualTo("failed");
        assertThat(version(user)).isEqualTo(1);

        stripe.clearFaults();
        assertThat(migrated(plan, Map.of()).path("migrated").asInt()).isEqualTo(1);
        assertThat(version(user)).isEqualTo(2);
    }

    @Test
    void runsOneMigrationOfAPlanAtATime() {
        String plan = buyers.plan(1000);
        var _ = buyers.subscriber(plan);
        reprice(plan, 2000);
        stripe.fail(Fault.status(503).on("POST", "/v1/subscriptions/*").untilCleared());

        List<Integer> answers = Flux.range(0, 10)
                .flatMap(
                        _ -> Mono.fromCallable(() -> migrate(plan, Map.of())
                                        .returnResult(byte[].class)
                                        .getStatus()
                                        .value())
                                .subscribeOn(Schedulers.boundedElastic()),
                        10)
                .collectList()
                .block();

        assertThat(answers).filteredOn(status -> status == 202).hasSize(1);
        assertThat(answers).filteredOn(status -> status == 409).hasSize(9);
        stripe.clearFaults();
        String path = "/billing/plans/" + planId(plan) + "/migrations";
        Awaiting.until(
                "the end",
                () -> get(path).path("data").path(0).path("status").asString().equals("finished"));
        assertThat(get(path).path("total").asInt()).isEqualTo(1);
        assertThat(buyers.query("select 1 from audit_log where action = 'plan.migration_started' and subject_id = '"
                        + planId(plan) + "'"))
                .hasSize(1);
    }

    @Test
    void refusesWhatCannotBeMigrated() {
        String plan = buyers.plan(0);

        refused(migrate(plan, Map.of("from_version", 1)), 422, "validation_failed");
        refused(migrate(plan, Map.of("from_version", 0)), 422, "validation_failed");
        refused(migrate(plan, Map.of("proration_behavior", "often")), 422, "validation_failed");
        refused(send("/billing/plans/" + UUID.randomUUID() + "/migrate", Map.of()), 404, "plan_not_found");
        refused(send("/billing/plans/x/migrate", Map.of()), 422, "validation_failed");
        admin.delete()
                .uri("/billing/plans/" + planId(plan))
                .exchange()
                .expectStatus()
                .isNoContent();
        refused(migrate(plan, Map.of()), 409, "plan_not_sold");
        admin.get()
                .uri("/billing/plans/" + planId(plan) + "/migrations/" + UUID.randomUUID())
                .exchange()
                .expectStatus()
                .isNotFound();
        users.signUp()
                .authorized(http)
                .post()
                .uri("/billing/plans/" + planId(plan) + "/migrate")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of())
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    private JsonNode migrated(String plan, Map<String, ?> body) {
        JsonNode started = json.readTree(migrate(plan, body)
                .expectStatus()
                .isAccepted()
                .expectBody()
                .returnResult()
                .getResponseBody());
        String path = "/billing/plans/" + planId(plan) + "/migrations/"
                + started.path("id").asString();
        return Awaiting.value(
                "the end of the migration",
                () -> get(path),
                migration -> migration.path("status").asString().equals("finished"));
    }

    private ResponseSpec migrate(String plan, Map<String, ?> body) {
        return send("/billing/plans/" + planId(plan) + "/migrate", body);
    }

    private ResponseSpec send(String path, Map<String, ?> body) {
        return admin.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private JsonNode get(String path) {
        return json.readTree(admin.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    private static void refused(ResponseSpec answer, int status, String code) {
        answer.expectStatus().isEqualTo(status).expectBody().jsonPath("$.code").isEqualTo(code);
    }

    private void reprice(String plan, long cents) {
        admin.method(HttpMethod.PATCH)
                .uri("/billing/plans/" + planId(plan))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("price_cents", cents))
                .exchange()
                .expectStatus()
                .isOk();
        Awaiting.until(
                "the price at Stripe",
                () -> buyers.query("select synced_revision = revision as synced from plans where code = '" + plan + "'")
                        .getFirst()
                        .get("synced")
                        .equals(true));
    }

    private Object planId(String plan) {
        return buyers.query("select id from plans where code = '" + plan + "'")
                .getFirst()
                .get("id");
    }

    private String priceId(String plan) {
        return (String) buyers.query(
                        "select stripe_price_id from plan_versions v join plans p on p.id = v.plan_id and p.version = v.number"
                                + " where code = '" + plan + "'")
                .getFirst()
                .get("stripe_price_id");
    }

    private int version(TestUser user) {
        return (int)
                buyers.query("select v.number from subscriptions s join plan_versions v on v.id = s.plan_version_id"
                                + " where s.user_id = '" + user.id() + "'")
                        .getFirst()
                        .get("number");
    }

    private String stripeId(TestUser user) {
        return (String) buyers.subscriptions(user).getFirst().get("provider_subscription_id");
    }

    private List<ReceivedRequest> moves(TestUser user) {
        return stripe.requests("POST", "/v1/subscriptions/" + stripeId(user));
    }
}
