package io.tollgate.billing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.billing.Buyers;
import io.tollgate.stripeemulator.Fault;
import io.tollgate.stripeemulator.ReceivedRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class PlanSyncTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private final String code = "s-" + UUID.randomUUID();
    private Buyers buyers;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
    }

    @AfterEach
    void mendStripe() {
        TestStripe.controls().clearFaults();
    }

    @Test
    void knowsTheSeededPlansAtStripeAfterTheStart() {
        Awaiting.until(
                "the pro plan is synced",
                () -> buyers.query(
                                        "select 1 from plans p join plan_versions v on v.plan_id = p.id where code = 'pro' and stripe_price_id is not null")
                                .size()
                        == 1);
        assertThat(buyers.query("select stripe_product_id from plans where code = 'free'")
                        .getFirst()
                        .get("stripe_product_id"))
                .isNull();
    }

    @Test
    void tellsStripeOnceItIsUpAgain() {
        TestStripe.controls().fail(Fault.status(503).on("POST", "/v1/products").untilCleared());

        create();
        Awaiting.until("a failed attempt", () -> !asked("/v1/products").isEmpty());
        assertThat(synced()).isFalse();
        TestStripe.controls().clearFaults();

        Awaiting.until("the plan at Stripe", this::synced);
        assertThat(pricesMade()).isEqualTo(1);
    }

    @Test
    void makesOneProductAndOnePriceThoughTheAnswersAreLost() {
        TestStripe.controls()
                .fail(Fault.reset().performing().on("POST", "/v1/products").times(2));
        TestStripe.controls()
                .fail(Fault.reset().performing().on("POST", "/v1/prices").times(2));

        create();

        Awaiting.until("the plan at Stripe", this::synced);
        assertThat(asked("/v1/products")).hasSizeGreaterThan(1);
        assertThat(asked("/v1/products").stream()
                        .map(ReceivedRequest::idempotencyKey)
                        .distinct())
                .hasSize(1);
        assertThat(asked("/v1/prices").stream()
                        .map(ReceivedRequest::idempotencyKey)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void endsWithTheLastOfManyQuickChanges() {
        create();
        String id = buyers.query("select id from plans where code = '" + code + "'")
                .getFirst()
                .get("id")
                .toString();
        for (int change = 1; change <= 8; change++) {
            users.admin()
                    .authorized(http)
                    .patch()
                    .uri("/billing/plans/" + id)
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(Map.of("name", "Name " + change, "price_cents", 100 + change))
                    .exchange()
                    .expectStatus()
                    .isOk();
        }

        // An earlier change's job that ends after the last one's puts its own there, and has it all done once more.
        Awaiting.until("all changes at Stripe", () -> synced() && lastIsThere());
    }

    private boolean lastIsThere() {
        return buyers.query("""
                        select p.stripe_name, v.number from plan_versions v join plans p on p.id = v.plan_id
                        where code = '%s' and stripe_price_active""".formatted(code)).equals(List.of(Map.of("stripe_name", "Name 8", "number", 9)));
    }

    private void create() {
        users.admin()
                .authorized(http)
                .post()
                .uri("/billing/plans")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("name", "Plan", "code", code, "price_cents", 100, "billing_period", "monthly"))
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private boolean synced() {
        return buyers.query("""
                select 1 from plans p join plan_versions v on v.plan_id = p.id and v.number = p.version
                where code = '%s' and synced_revision = revision and stripe_price_id is not null
                """.formatted(code)).size() == 1;
    }

    private List<ReceivedRequest> asked(String path) {
        String id = buyers.query("select id from plans where code = '" + code + "'")
                .getFirst()
                .get("id")
                .toString();
        return TestStripe.controls().requests("POST", path).stream()
                .filter(request -> request.params().toString().contains(id))
                .toList();
    }

    private int pricesMade() {
        return asked("/v1/prices").size();
    }
}
