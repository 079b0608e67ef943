package io.tollgate.billing.entitlement;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class TierGateTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private Buyers buyers;
    private Features features;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
        features = new Features(http, users, buyers);
    }

    @Test
    void letsThroughWhoHasTheTierOrAHigherOne() {
        TestUser user = buyers.subscriber(buyers.plan(1900));

        open(user, "/gated/free");
        open(user, "/gated/pro");
        refused(user, "/gated/vip", "plan_required", "This action requires VIP plan or higher.");
    }

    @Test
    void wantsASubscriptionEvenAFreeOne() {
        TestUser user = users.signUp();
        refused(
                user,
                "/gated/free",
                "subscription_required",
                "You need an active subscription to access this resource.");

        buyers.subscribe(user, "free").expectStatus().isCreated();

        open(user, "/gated/free");
        refused(user, "/gated/pro", "plan_required", "This action requires PRO plan or higher.");
    }

    @Test
    void countsTheTierThatThePlanHasNow() {
        String plan = buyers.plan(1900);
        TestUser user = buyers.subscriber(plan);

        features.tier(plan, "VIP");
        open(user, "/gated/vip");

        features.tier(plan, "FREE");
        refused(user, "/gated/pro", "plan_required", "This action requires PRO plan or higher.");
    }

    @Test
    void closesWithTheSubscription() {
        TestUser user = buyers.subscriber(buyers.plan(1900));
        String subscription = (String) buyers.subscriptions(user).getFirst().get("provider_subscription_id");

        TestStripe.controls().setStatus(subscription, "unpaid");

        Awaiting.until(
                "the gate is closed",
                () -> users.again(user)
                                .authorized(http)
                                .get()
                                .uri("/gated/pro")
                                .exchange()
                                .expectBody()
                                .returnResult()
                                .getStatus()
                                .value()
                        == 403);
        refused(
                user,
                "/gated/pro",
                "subscription_required",
                "You need an active subscription to access this resource.");
    }

    @Test
    void includesTheGuards() {
        http.get().uri("/gated/free").exchange().expectStatus().isUnauthorized();
        refused(users.unverified(), "/gated/free", "account_not_active", "User account is not active or verified");
        refused(users.deactivated(), "/gated/free", "account_not_active", "User account is not active or verified");
    }

    private void open(TestUser user, String path) {
        user.authorized(http).get().uri(path).exchange().expectStatus().isNoContent();
    }

    private void refused(TestUser user, String path, String code, String detail) {
        user.authorized(http)
                .get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo(code)
                .jsonPath("$.detail")
                .isEqualTo(detail);
    }
}
