package io.tollgate.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.billing.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** Of a single event it is said in the answer's status. */
@IntegrationTest
class LateUsageTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private MutableClock clock;

    @Test
    void isNotTakenAndMayBeToldAgainUnderItsName() {
        Meters meters = new Meters(http, users, db);
        WebTestClient machine = meters.machine();
        String metric = meters.metric("sum");
        Instant now = clock.instant();
        UUID subscription = meters.subscription(users.signUp(), meters.planOf(metric), now.minus(Duration.ofDays(60)));

        tell(machine, subscription, metric, now.minus(Duration.ofDays(40)))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("usage_too_late");
        assertThat(meters.row("select count(*) as n from usage_events where subscription_id = '" + subscription + "'"))
                .containsEntry("n", 0L);
        tell(machine, subscription, metric, now).expectStatus().isCreated();
    }

    private static ResponseSpec tell(WebTestClient machine, UUID subscription, String metric, Instant at) {
        return Meters.send(
                machine, HttpMethod.POST, "/billing/usage", Meters.event(subscription, metric, "late", 1, at));
    }
}
