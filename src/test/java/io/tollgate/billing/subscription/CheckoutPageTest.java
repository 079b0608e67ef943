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
import io.tollgate.stripeemulator.ReceivedRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@IntegrationTest
class CheckoutPageTest {

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
    void repeatsTheAnswerToARepeatedRequest() {
        String plan = buyers.plan(1900);
        String first = subscribeWithKey(plan);
        stripe.expire(Buyers.sessionOf(first));
        Awaiting.until("the page has expired", () -> buyers.checkouts(user).equals(List.of("expired")));

        assertThat(subscribeWithKey(plan)).isEqualTo(first);
        assertThat(buyers.checkouts(user)).containsExactly("expired");
    }

    private String subscribeWithKey(String plan) {
        return new String(
                        user.authorized(http)
                                .post()
                                .uri("/billing/subscriptions/subscribe")
                                .header("Idempotency-Key", "key-of-" + user.id())
                                .contentType(MediaType.APPLICATION_JSON)
                                .bodyValue(Map.of("plan_code", plan))
                                .exchange()
                                .expectStatus()
                                .isCreated()
                                .expectBody()
                                .returnResult()
                                .getResponseBody(),
                        StandardCharsets.UTF_8)
                .replaceAll("\"}$", "");
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

    private int status(String plan) {
        return buyers.subscribe(user, plan)
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private List<ReceivedRequest> sessions() {
        return stripe.requests("POST", "/v1/checkout/sessions").stream()
                .filter(request ->
                        request.params().toString().contains(user.id().toString()))
                .toList();
    }
}
