package io.tollgate.billing.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.TestMails;
import io.tollgate.TestStripe;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class SubscribeTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private Buyers buyers;

    @BeforeEach
    void setUp() {
        buyers = new Buyers(http, users, db);
    }

    @Test
    void makesAPayingUserASubscriber() {
        String plan = buyers.plan(1900);
        TestUser user = users.signUp();

        assertThat(buyers.status(user, "/billing/subscriptions/me")).isEqualTo(404);
        assertThat(buyers.get(user, "/billing/payments/me").toString()).isEqualTo("[]");
        String subscription = TestStripe.controls().pay(buyers.checkout(user, plan));

        Awaiting.until("a subscription", () -> buyers.status(user, "/billing/subscriptions/me") == 200);
        JsonNode mine = buyers.get(user, "/billing/subscriptions/me");
        assertThat(mine.path("status").asString()).isEqualTo("active");
        assertThat(mine.path("provider").asString()).isEqualTo("stripe");
        assertThat(mine.path("provider_subscription_id").asString()).isEqualTo(subscription);
        assertThat(mine.path("cancel_at_period_end").asBoolean()).isFalse();
        assertThat(mine.path("current_period_end").asString()).isNotBlank();
        assertThat(mine.path("plan").path("code").asString()).isEqualTo(plan);
        Awaiting.until("a payment", () -> buyers.payments(user).size() == 1);
        JsonNode payment = buyers.get(user, "/billing/payments/me").get(0);
        assertThat(payment.path("status").asString()).isEqualTo("succeeded");
        assertThat(payment.path("amount_cents").asLong()).isEqualTo(1900);
        assertThat(payment.path("currency").asString()).isEqualTo("USD");
        assertThat(payment.path("provider_invoice_id").asString()).startsWith("in_");
        Awaiting.until("a mail", () -> !TestMails.subjects(user.user().email()).isEmpty());
        assertThat(TestMails.subjects(user.user().email())).containsExactly("Subscription Confirmation");
        Awaiting.until("a finished checkout", () -> buyers.checkouts(user).equals(List.of("completed")));
    }
}
