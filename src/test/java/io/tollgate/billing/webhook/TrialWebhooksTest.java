package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.TestUsers.TestUser;
import io.tollgate.billing.Buyers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A trial that is run here and not at Stripe. */
@IntegrationTest
class TrialWebhooksTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    private WebhookFixture fixture;
    private Buyers buyers;
    private Told told;

    @BeforeEach
    void begin() {
        fixture = new WebhookFixture(http, users);
        Receiver receiver = fixture.receiver();
        fixture.endpoint(receiver);
        buyers = new Buyers(http, users, db);
        told = new Told(receiver, buyers);
    }

    @AfterEach
    void end() throws Exception {
        fixture.close();
    }

    @Test
    void tellsOnceThatItWillEnd() {
        TestUser user = users.signUp();
        asAdmin(
                "/admin/users/" + user.id() + "/subscriptions",
                Map.of("plan_code", buyers.plan(1900, 14), "provider", "manual"));
        for (int day : new int[] {11, 12}) {
            String then = clock.instant().plus(Duration.ofDays(day)).toString();
            asAdmin("/admin/test-clocks/" + user.id(), Map.of("now", then));
        }

        assertThat(told.await(user, "subscription.trial_will_end")
                        .at("/data/status")
                        .asString())
                .isEqualTo("trialing");
        told.settled(user);
        assertThat(told.all(user, "subscription.trial_will_end")).hasSize(1);
    }

    private void asAdmin(String path, Map<String, String> body) {
        fixture.post(path, body).expectStatus().is2xxSuccessful();
    }
}
