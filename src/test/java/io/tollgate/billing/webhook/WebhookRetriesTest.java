package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.billing.webhook.Receiver.Got;
import io.tollgate.billing.webhook.WebhookFixture.Made;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Systems that do not take what they are told. */
class WebhookRetriesTest extends WebhookTest {

    @Test
    void triesAgainLaterAndLaterWithTheSameId() {
        receiver.answers(503);
        Made endpoint = fixture.endpoint(receiver, "invoice.voided");
        tell();
        receiver.await(1);

        List<Duration> delays = Stream.of("PT5S", "PT5M", "PT30M", "PT2H", "PT5H", "PT10H", "PT14H", "PT20H", "PT24H")
                .map(Duration::parse)
                .toList();
        for (int i = 0; i < delays.size(); i++) {
            JsonNode waiting = fixture.awaitDelivery(endpoint, "pending", i + 1);
            Duration delay = between(waiting, "last_attempt_at", "next_attempt_at");
            assertThat(delay).isBetween(part(delays.get(i), 0.89), part(delays.get(i), 1.11));
            clock.advance(part(delays.get(i), 1.11));
            receiver.await(i + 2);
        }

        JsonNode failed = fixture.awaitDelivery(endpoint, "failed", 10);
        assertThat(failed.get("last_error").asString()).isEqualTo("Answered 503");
        assertThat(failed.get("last_answer").asString()).isEqualTo("status 503");
        assertThat(receiver.got).hasSize(10);
        assertThat(receiver.got.stream().map(Got::id).distinct()).hasSize(1);
        assertThat(receiver.got.stream()
                        .map(got -> got.headers().get("webhook-timestamp"))
                        .distinct())
                .hasSize(10);

        receiver.answers(200);
        replay(failed).expectStatus().isAccepted();
        assertThat(receiver.await(11).getLast().id())
                .isEqualTo(receiver.got.getFirst().id());
        fixture.awaitDelivery(endpoint, "delivered", 1);
        replay(failed).expectStatus().isAccepted();
        receiver.await(12);
    }

    /** Many for one that hangs, and one for one that does not. */
    @Test
    void isNotHeldUpByABrokenEndpoint() {
        receiver.hangs();
        Made broken = fixture.endpoint(receiver, "invoice.voided");
        for (int i = 0; i < 40; i++) {
            tell();
        }
        Awaiting.until("requests to it", () -> receiver.got.size() >= 5);
        Receiver well = fixture.receiver();
        fixture.endpoint(well, "invoice.credited");

        long begun = System.nanoTime();
        webhooks.send(WebhookType.INVOICE_CREDITED, null, UUID.randomUUID(), Map.of())
                .as(tx::transactional)
                .block();
        well.await(1);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(fixture.deliveries(broken))
                .as("those that came first and still wait")
                .filteredOn(delivery -> delivery.get("attempts").asInt() == 0)
                .hasSizeGreaterThan(20);
        Awaiting.until(
                "the broken one rests",
                () -> fixture.show(broken).hasNonNull("failing_since") && restsUntil(broken) != null);
        int asked = receiver.got.size();
        assertThat(asked).isLessThan(30);
        receiver.answers(204);
        clock.advance(Duration.ofMinutes(40));
        Awaiting.until("all of them, once it is well", () -> {
            clock.advance(Duration.ofSeconds(20));
            return fixture.deliveries(broken).stream()
                    .allMatch(delivery -> delivery.get("status").asString().equals("delivered"));
        });
        assertThat(fixture.show(broken).hasNonNull("failing_since")).isFalse();
    }

    private WebTestClient.ResponseSpec replay(JsonNode delivery) {
        return fixture.post("/admin/webhook-deliveries/" + delivery.get("id").asString() + "/replay", Map.of());
    }

    private Instant restsUntil(Made endpoint) {
        return db.sql("select rests_until from webhook_endpoints where id = :id and rests_until is not null")
                .bind("id", endpoint.id())
                .mapValue(Instant.class)
                .one()
                .block();
    }

    private static Duration between(JsonNode delivery, String from, String to) {
        return Duration.between(
                Instant.parse(delivery.get(from).asString()),
                Instant.parse(delivery.get(to).asString()));
    }

    private static Duration part(Duration whole, double part) {
        return Duration.ofMillis(Math.round(whole.toMillis() * part));
    }
}
