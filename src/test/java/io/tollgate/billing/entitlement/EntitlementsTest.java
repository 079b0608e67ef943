package io.tollgate.billing.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.SecondNode;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.plan.PlanChanges;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.stripe.StripeSubscriptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class EntitlementsTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Autowired
    private StripeSubscriptions subscriptions;

    @Autowired
    private AccessRepository accesses;

    @Autowired
    private FeatureRepository featureRows;

    @Autowired
    private TermRepository terms;

    @Autowired
    private PlanRepository plans;

    @Autowired
    private PlanChanges changes;

    @Autowired
    private EntitlementProperties properties;

    private Buyers buyers;
    private Features features;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
        features = new Features(http, users, buyers);
    }

    @Test
    void givesThoseWithoutASubscriptionWhatThePlanForEverybodyHas() {
        String feature = features.metered("free", Map.of("limit", 3, "reset", "calendar_month"));
        TestUser user = users.signUp();

        JsonNode mine = features.mine(user);

        assertThat(mine.path("tier").asString()).isEqualTo("FREE");
        assertThat(mine.path("plan").path("code").asString()).isEqualTo("free");
        assertThat(mine.path("subscription").isNull()).isTrue();
        features.consume(user, feature, 3).expectStatus().isOk();
        features.consume(user, feature, 1).expectStatus().isForbidden();
    }

    @Test
    void showsWhatThePlanOpens() {
        String plan = buyers.plan(1900);
        String flag = features.make("boolean");
        String seats = features.make("static");
        String calls = features.metered(plan, Map.of("limit", 100));
        features.put(plan, flag, Map.of());
        features.put(plan, seats, Map.of("value", 5));
        TestUser user = buyers.subscriber(plan);

        JsonNode mine = features.mine(user);

        assertThat(mine.path("tier").asString()).isEqualTo("PRO");
        assertThat(mine.path("plan").path("code").asString()).isEqualTo(plan);
        assertThat(mine.path("plan").path("version").asInt()).isEqualTo(1);
        assertThat(mine.path("subscription").path("status").asString()).isEqualTo("active");
        assertThat(mine.path("features")).hasSize(3);
        assertThat(features.mine(user, flag).path("enabled").asBoolean()).isTrue();
        assertThat(features.mine(user, seats).path("value").asInt()).isEqualTo(5);
        assertThat(features.mine(user, calls).path("remaining").asInt()).isEqualTo(100);
        assertThat(features.mine(user, calls).path("resets_at").asString())
                .isEqualTo(buyers.get(user, "/billing/subscriptions/me")
                        .path("current_period_end")
                        .asString());
    }

    @ParameterizedTest
    @CsvSource({"trialing, PRO", "active, PRO", "past_due, PRO", "unpaid, FREE", "paused, FREE", "canceled, PRO"})
    void opensByTheStatusOfTheSubscription(String status, String tier) {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        setStatus(user, status);

        assertThat(features.mine(user).path("tier").asString()).isEqualTo(tier);
    }

    @Test
    void overlooksAFailedRenewalForAWhile() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        setStatus(user, "past_due");
        assertThat(features.mine(user)
                        .path("subscription")
                        .path("access_ends_at")
                        .isNull())
                .isFalse();

        clock.advance(Duration.ofDays(13));
        assertThat(features.mine(users.again(user)).path("tier").asString()).isEqualTo("PRO");

        clock.advance(Duration.ofDays(1));
        assertThat(features.mine(users.again(user)).path("tier").asString()).isEqualTo("FREE");
    }

    @Test
    void keepsWhatIsPaidForUntilItsEnd() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        setStatus(user, "canceled");
        assertThat(features.mine(user).path("tier").asString()).isEqualTo("PRO");

        clock.advance(Duration.ofDays(32));

        assertThat(features.mine(users.again(user)).path("tier").asString()).isEqualTo("FREE");
    }

    @Test
    void endsWithACancellationAtOnce() {
        TestUser user = buyers.subscriber(buyers.plan(1900));

        subscriptions.cancelNow(stripeId(user), false).block();

        Awaiting.until(
                "the end of access",
                () -> features.mine(user).path("tier").asString().equals("FREE"));
        assertThat(features.mine(user).path("subscription").isNull()).isTrue();
    }

    @Test
    void showsAChangeOfSubscriptionAndOfFeaturesOnOtherNodesAtOnce() {
        String plan = buyers.plan(1900);
        TestUser user = users.signUp();
        SecondNode other = SecondNode.shared();
        assertThat(elsewhere(other, user)).contains("\"tier\":\"FREE\"");
        var _ = TestStripe.controls().pay(buyers.checkout(user, plan));
        Awaiting.until(
                "the subscription",
                () -> buyers.subscriptions(user).stream().anyMatch(row -> "active".equals(row.get("status"))));

        assertThat(elsewhere(other, user)).contains("\"tier\":\"PRO\"", "\"features\":[]");

        String feature = features.metered(plan, Map.of("limit", 7));
        Awaiting.until("the feature there", () -> elsewhere(other, user).contains(feature));
        features.put(plan, feature, Map.of("limit", 8));
        Awaiting.until("the limit there", () -> elsewhere(other, user).contains("\"limit\":8"));
    }

    /** As with Redis down: that there is a new version is not heard of until what is known is five minutes old. */
    @Test
    void opensWhatANewVersionDoesToANodeThatHasNotHeardOfIt() {
        FeatureBook deaf = new FeatureBook(featureRows, terms, plans, changes, properties, clock);
        Entitlements elsewhere = new Entitlements(accesses, deaf, properties);
        String plan = buyers.plan(0);
        String calls = features.metered(plan, Map.of("limit", 7));
        TestUser user = users.signUp();
        buyers.subscribe(user, plan).expectStatus().isCreated();
        assertThat(elsewhere.of(user.id()).block().terms()).containsOnlyKeys(calls);
        UUID version = UUID.randomUUID();
        db.sql("""
                        with v as (
                            insert into plan_versions (id, plan_id, number, price_cents, currency, billing_period, interval_count, created_at)
                            select :version, plan_id, number + 1, price_cents, currency, billing_period, interval_count, now()
                            from plan_versions v join plans p on p.id = v.plan_id where p.code = :plan),
                        t as (
                            insert into plan_features (plan_version_id, feature_id, quota, hard, resets)
                            select :version, feature_id, 8, hard, resets
                            from plan_features t join features f on f.id = t.feature_id where f.key = :calls)
                        update subscriptions set plan_version_id = :version where user_id = :user
                        """)
                .bind("version", version)
                .bind("plan", plan)
                .bind("calls", calls)
                .bind("user", user.id())
                .then()
                .block();

        assertThat(elsewhere.of(user.id()).block().require(calls).quota().limit())
                .isEqualTo(8);
    }

    private static String elsewhere(SecondNode node, TestUser user) {
        return new String(
                user.authorized(node.http())
                        .get()
                        .uri("/billing/entitlements/me")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .returnResult()
                        .getResponseBody(),
                StandardCharsets.UTF_8);
    }

    private String stripeId(TestUser user) {
        return (String) buyers.subscriptions(user).getFirst().get("provider_subscription_id");
    }

    /** For good: no event that is still on its way counts any more. */
    private void setStatus(TestUser user, String status) {
        db.sql("update subscriptions set status = :status, read_order = 1000000000000 where user_id = :userId")
                .bind("status", status)
                .bind("userId", user.id())
                .then()
                .block();
    }
}
