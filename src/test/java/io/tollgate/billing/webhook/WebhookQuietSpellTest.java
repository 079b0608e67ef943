package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.billing.webhook.WebhookFixture.Made;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How long an endpoint has been failing, where days pass between its failures. */
class WebhookQuietSpellTest extends WebhookTest {

    private static final int TRIES = 10;

    /** More than an endpoint that has failed often is left alone. */
    private static final Duration REST = Duration.ofMinutes(70);

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

    /** A week without an answer is not a success, though nobody knows what it would have been. */
    @Test
    void disablesAnEndpointThatIsSeldomAskedAndNeverWell() {
        receiver.answers(500);
        Made endpoint = fixture.endpoint(receiver, "invoice.voided");
        assertThat(failsOut(endpoint)).isEqualTo(TRIES);
        clock.advance(Duration.ofDays(7));

        assertThat(failsOut(endpoint)).isLessThan(TRIES);

        assertThat(fixture.show(endpoint).get("enabled").asBoolean()).isFalse();
        assertThat(fixture.show(endpoint).get("disabled_reason").asString()).isEqualTo("failing");
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
}
