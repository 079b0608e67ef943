package io.tollgate.billing.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.StripePriceMove;
import io.tollgate.billing.stripe.StripeProration;
import io.tollgate.billing.stripe.StripeSubscription;
import io.tollgate.billing.stripe.StripeSubscriptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Over which time uses are counted, and what a change of plan does to the count. */
@IntegrationTest
class UsageWindowTest {

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

    private Buyers buyers;
    private Features features;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
        features = new Features(http, users, buyers);
    }

    @Test
    void startsAgainWithTheRenewal() {
        String plan = buyers.plan(1900);
        String feature = features.metered(plan, Map.of("limit", 2, "reset", "billing_period"));
        TestUser user = buyers.subscriber(plan);
        features.consume(user, feature, 2).expectStatus().isOk();
        features.consume(user, feature, 1).expectStatus().isForbidden();
        Object firstEnd = buyers.subscriptions(user).getFirst().get("current_period_end");

        TestStripe.advance(Duration.ofDays(32));
        Awaiting.until(
                "the renewal",
                () -> !firstEnd.equals(buyers.subscriptions(user).getFirst().get("current_period_end")));

        TestUser later = users.again(user);
        assertThat(features.mine(later, feature).path("used").asLong()).isZero();
        features.consume(later, feature, 2).expectStatus().isOk();
        features.consume(later, feature, 1).expectStatus().isForbidden();
    }

    @Test
    void startsAgainWithTheMonthWhereThereIsNoBillingPeriod() {
        String plan = buyers.plan(0);
        String feature = features.metered(plan, Map.of("limit", 1));
        String forGood = features.metered(plan, Map.of("limit", 1, "reset", "never"));
        TestUser user = users.signUp();
        buyers.subscribe(user, plan).expectStatus().isCreated();
        features.consume(user, feature, 1).expectStatus().isOk();
        features.consume(user, forGood, 1).expectStatus().isOk();
        Instant reset =
                Instant.parse(features.mine(user, feature).path("resets_at").asString());

        clock.advance(Duration.between(clock.instant(), reset).plusSeconds(1));

        TestUser later = users.again(user);
        features.consume(later, feature, 1).expectStatus().isOk();
        features.consume(later, feature, 1).expectStatus().isForbidden();
        features.consume(later, forGood, 1).expectStatus().isForbidden();
    }

    @Test
    void carriesTheCountIntoAnotherPlanOfTheSamePeriod() {
        String small = buyers.plan(1000);
        String large = buyers.plan(5000);
        String feature = features.metered(small, Map.of("limit", 2));
        features.put(large, feature, Map.of("limit", 10));
        TestUser user = buyers.subscriber(small);
        features.consume(user, feature, 2).expectStatus().isOk();

        assertThat(buyers.get(user, "/me/export")
                        .path("feature_usage")
                        .path(0)
                        .path("used")
                        .asLong())
                .isEqualTo(2);

        move(user, large);
        assertThat(features.mine(user, feature).path("used").asLong()).isEqualTo(2);
        features.consume(user, feature, 8).expectStatus().isOk();
        features.consume(user, feature, 1).expectStatus().isForbidden();

        move(user, small);
        assertThat(features.mine(user, feature).path("remaining").asLong()).isZero();
        features.consume(user, feature, 1)
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.used")
                .isEqualTo(10)
                .jsonPath("$.limit")
                .isEqualTo(2);
    }

    @Test
    void losesWhatOnlyThePlanBeforeHad() {
        String with = buyers.plan(5000);
        String without = buyers.plan(1000);
        String feature = features.metered(with, Map.of("limit", 10));
        TestUser user = buyers.subscriber(with);
        features.consume(user, feature, 1).expectStatus().isOk();

        move(user, without);

        features.consume(user, feature, 1)
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("entitlement_missing");
    }

    @Test
    void refusesWhoseSubscriptionHasExpired() {
        String plan = buyers.plan(1900);
        String feature = features.metered(plan, Map.of("limit", 10));
        TestUser user = buyers.subscriber(plan);
        db.sql("update subscriptions set status = 'canceled', read_order = 1000000000000 where user_id = '" + user.id()
                        + "'")
                .then()
                .block();
        features.consume(user, feature, 1).expectStatus().isOk();

        clock.advance(Duration.ofDays(32));

        features.consume(users.again(user), feature, 1).expectStatus().isForbidden();
    }

    private void move(TestUser user, String plan) {
        StripeSubscription there = subscriptions
                .retrieve((String) buyers.subscriptions(user).getFirst().get("provider_subscription_id"))
                .block();
        String price = (String) buyers.query(
                        "select stripe_price_id from plan_versions v join plans p on p.id = v.plan_id where code = '"
                                + plan + "'")
                .getFirst()
                .get("stripe_price_id");
        var _ = subscriptions
                .movePrice(
                        IdempotencyKey.of("test", UUID.randomUUID(), 1),
                        there.id(),
                        new StripePriceMove(
                                Objects.requireNonNull(there.itemId()), price, StripeProration.NONE, Map.of()))
                .block();
        Awaiting.until(
                "the other plan",
                () -> plan.equals(buyers.subscriptions(user).getFirst().get("code")));
    }
}
