package io.tollgate.stripeemulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events that come in another order than they happened, which a test can repeat. */
final class WebhookDisorderTest {
    private final EmulatorFixture fixture = new EmulatorFixture();
    private final WebhookReceiver receiver = new WebhookReceiver();

    @AfterEach
    void stop() {
        fixture.close();
        receiver.close();
    }

    @Test
    void shufflesTheSameWayForTheSameSeed() {
        fixture.emulator.deliverTo(receiver.url(), "whsec_a");
        var once = shuffled(42);
        assertThat(once).isNotEqualTo(once.stream().sorted().toList()).doesNotHaveDuplicates();
        assertThat(shuffled(42)).isEqualTo(once);
        assertThat(shuffled(43)).isNotEqualTo(once).containsExactlyInAnyOrderElementsOf(once);
    }

    /** The places among eight events at which they arrived. */
    private List<String> shuffled(long seed) {
        int before = receiver.received().size();
        fixture.controls.holdWebhooks();
        for (int i = 0; i < 8; i++) {
            fixture.post("/v1/customers", "name=" + i);
        }
        fixture.controls.releaseWebhooksShuffled(seed);
        receiver.await(before + 8);
        return receiver.received().stream()
                .skip(before)
                .map(got -> Json.object(got.body()).at("/data/object/name").asString())
                .toList();
    }

    @Test
    void losesNothingThatItDelays() {
        fixture.emulator.deliverTo(receiver.url(), "whsec_a");
        fixture.controls.delayWebhooks(Duration.ofMillis(300), 7);
        for (int i = 0; i < 8; i++) {
            fixture.post("/v1/customers", "name=" + i);
        }
        WebhookReceiver.awaitUntil(() -> fixture.controls.deliveriesUnderWay() == 0, () -> "still delivering");
        assertThat(receiver.received())
                .extracting(WebhookReceiver.Received::eventId)
                .doesNotHaveDuplicates()
                .hasSize(8);
    }
}
