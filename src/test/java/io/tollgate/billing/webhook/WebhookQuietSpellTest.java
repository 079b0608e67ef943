package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.billing.webhook.WebhookFixture.Made;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import tools.jackson.databind.JsonNode;

/** How long an endpoint has been failing, where days pass between its failures. */
@IntegrationTest
class WebhookQuietSpellTest {

    private static final int TRIES = 10;

    /** More than an endpoint that has failed often is left alone. */
    private static final Duration REST = Duration.ofMinutes(70);

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private MutableClock clock;

    @Autowired
    private Webhooks webhooks;

    @Autowired
    private TransactionalOperator tx;

    private WebhookFixture fixture;

    private Receiver receiver;

    @BeforeEach
    void begin() {
        fixture = new WebhookFixture(http, users);
        receiver = fixture.receiver();
    }

    @AfterEach
    void end() throws Exception {
        fixture.close();
    }

    @Test
    void keepsAnEndpointThatFailsOnceAfterAQuietMonth() {
        receiver.answers(500);
        Made endpoint = fixture.endpoint(receiver, "invoice.voided");
        assertThat(failsOut(endpoint)).isEqualTo(TRIES);
        clock.advance(Duration.ofDays(30));

        tell();
        fixture.awaitDelivery(endpoint, "pending", 1);
        assertThat(fixture.show(endpoint).get("enabled").asBoolean()).isTrue();
        receiver.answers(204);
        clock.advance(REST);

        fixture.awaitDelivery(endpoint, "delivered", 2);
        assertThat(fixture.show(endpoint).get("enabled").asBoolean()).isTrue();
        assertThat(fixture.show(endpoint).hasNonNull("failing_since")).isFalse();
    }

    @Test
    void disablesAnEndpointWhoseEveryTryFailsForFiveDays() {
        receiver.answers(500);
        Made endpoint = fixture.endpoint(receiver, "invoice.voided");
        Instant begun = clock.instant();

        assertThat(failsOut(endpoint)).isEqualTo(TRIES);
        assertThat(fixture.show(endpoint).get("enabled").asBoolean()).isTrue();
        clock.advance(REST);
        assertThat(failsOut(endpoint)).isLessThan(TRIES);

        assertThat(fixture.show(endpoint).get("enabled").asBoolean()).isFalse();
        assertThat(fixture.show(endpoint).get("disabled_reason").asString()).isEqualTo("failing");
        assertThat(Duration.between(begun, clock.instant())).isBetween(Duration.ofDays(5), Duration.ofDays(7));
    }

    /** Tells of something and waits through its tries, each at its time. Gives how many there were. */
    private int failsOut(Made endpoint) {
        tell();
        for (int tries = 1; ; tries++) {
            JsonNode delivery = tried(endpoint, tries);
            if (delivery.get("status").asString().equals("failed")) {
                return tries;
            }
            clock.advance(untilNext(delivery));
        }
    }

    private static Duration untilNext(JsonNode delivery) {
        Duration wait = Duration.between(
                Instant.parse(delivery.get("last_attempt_at").asString()),
                Instant.parse(delivery.get("next_attempt_at").asString()));
        return wait.compareTo(REST) < 0 ? REST : wait.plusSeconds(1);
    }

    private JsonNode tried(Made endpoint, int tries) {
        return Awaiting.value(
                "try " + tries,
                () -> fixture.deliveries(endpoint).getFirst(),
                delivery -> delivery.get("attempts").asInt() == tries);
    }

    private void tell() {
        webhooks.send(WebhookType.INVOICE_VOIDED, null, UUID.randomUUID(), Map.of("amount_cents", 1900))
                .as(tx::transactional)
                .block();
    }
}
