package io.tollgate.billing.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AtOnce;
import io.tollgate.IntegrationTest;
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
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.json.JsonMapper;

/** Periods and trials that are changed later, and what a checkout makes of them. */
@IntegrationTest
class PlanVersionsTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

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

    @Test
    void startsAnotherUnitAtOneOfIt() {
        create(Map.of("billing_period", "weekly", "interval_count", 2))
                .expectStatus()
                .isCreated();

        change(Map.of("billing_period", "yearly"));
        assertThat(stored.row("v.number, v.billing_period, v.interval_count"))
                .isEqualTo(Map.of("number", 2, "billing_period", "yearly", "interval_count", 1));

        change(Map.of("interval_count", 2));
        assertThat(stored.row("v.number, v.billing_period, v.interval_count"))
                .isEqualTo(Map.of("number", 3, "billing_period", "yearly", "interval_count", 2));
        send(HttpMethod.PATCH, "/" + stored.row("p.id").get("id"), Map.of("interval_count", 4))
                .expectStatus()
                .isEqualTo(422);
    }

    @Test
    void letsATrialBeginWithoutACardAtTheCheckout() {
        create(Map.of("trial_days", 7, "trial_requires_card", false, "trial_end_without_card", "pause"))
                .expectStatus()
                .isCreated();
        var user = users.signUp();

        String _ = buyers.checkout(user, code);

        Map<String, Object> params = TestStripe.controls().requests("POST", "/v1/checkout/sessions").stream()
                .map(ReceivedRequest::params)
                .filter(sent -> user.id().toString().equals(sent.get("client_reference_id")))
                .findFirst()
                .orElseThrow();
        assertThat(params).containsEntry("payment_method_collection", "if_required");
        assertThat(params.get("subscription_data").toString())
                .contains("trial_period_days=7", "missing_payment_method=pause");
    }

    @Test
    void forgetsTheTermsOfATrialThatIsTakenBack() {
        create(Map.of("trial_days", 7, "trial_requires_card", false))
                .expectStatus()
                .isCreated();

        change(Map.of("trial_days", 0));

        assertThat(stored.row("trial_days, trial_requires_card"))
                .isEqualTo(Map.of("trial_days", 0, "trial_requires_card", true));
        assertThat(stored.versions()).hasSize(1);
    }

    /** Who waited for the other finds the version that the other has made. */
    @Test
    void takesChangesOfSeveralAdministratorsAtOnce() {
        create(Map.of()).expectStatus().isCreated();
        String path = "/" + stored.row("p.id").get("id");

        List<Integer> statuses = AtOnce.times(
                8,
                call -> send(HttpMethod.PATCH, path, Map.of("price_cents", 2000 + call))
                        .returnResult(Void.class)
                        .getStatus()
                        .value());

        assertThat(statuses).containsOnly(200);
        assertThat(stored.versions()).hasSize(9);
    }

    @Test
    void showsAdministratorsAllVersions() {
        create(Map.of()).expectStatus().isCreated();
        change(Map.of("price_cents", 2000));
        String path = "/" + stored.row("p.id").get("id") + "/versions";

        send(HttpMethod.GET, path, null)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$[0].number")
                .isEqualTo(2)
                .jsonPath("$[0].current")
                .isEqualTo(true)
                .jsonPath("$[1].price_cents")
                .isEqualTo(1900)
                .jsonPath("$[1].interval_count")
                .isEqualTo(1);
        http.get().uri("/billing/plans" + path).exchange().expectStatus().isUnauthorized();
        users.signUp()
                .authorized(http)
                .get()
                .uri("/billing/plans" + path)
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    private ResponseSpec create(Map<String, ?> more) {
        Map<String, Object> body =
                new HashMap<>(Map.of("name", "Plan", "code", code, "price_cents", 1900, "billing_period", "monthly"));
        body.putAll(more);
        return send(HttpMethod.POST, "", body);
    }

    /** None of it is Stripe's, nor makes another version. */
    @Test
    void keepsHowPeriodsAreCountedUntilThatIsChanged() {
        create(Map.of(
                        "billing_anchor",
                        "calendar",
                        "proration",
                        "fixed_30",
                        "change_anchor",
                        "keep",
                        "downgrade",
                        "now"))
                .expectStatus()
                .isCreated();

        change(Map.of("proration", "second", "name", "Renamed"));

        assertThat(stored.row("p.billing_anchor, p.proration, p.change_anchor, p.downgrade, v.number"))
                .isEqualTo(Map.of(
                        "billing_anchor", "calendar",
                        "proration", "second",
                        "change_anchor", "keep",
                        "downgrade", "now",
                        "number", 1));
        assertThat(stored.audit("plan.changed", stored.row("p.id").get("id").toString()))
                .contains("\"before.proration\": \"fixed_30\"", "\"after.proration\": \"second\"");
    }

    private void change(Map<String, ?> body) {
        send(HttpMethod.PATCH, "/" + stored.row("p.id").get("id"), body)
                .expectStatus()
                .isOk();
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
