package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.webhook.Receiver.Got;
import io.tollgate.billing.webhook.WebhookFixture.Made;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** From a change to the systems that are told of it, whatever these do. */
class WebhookDeliveryTest extends WebhookTest {

    @Test
    void tellsThoseWhoListenAndSignsIt() {
        Made endpoint = fixture.endpoint(receiver, "invoice.voided");
        Receiver other = fixture.receiver();
        fixture.endpoint(other, "invoice.credited");
        UUID userId = UUID.randomUUID();
        UUID invoiceId = UUID.randomUUID();

        tell(userId, invoiceId);

        Got got = receiver.await(1).getFirst();
        assertThat(got.signedWith(endpoint.secret())).isTrue();
        assertThat(got.signatures()).hasSize(1);
        assertThat(got.json().get("id").asString()).isEqualTo(got.id());
        assertThat(got.json().get("type").asString()).isEqualTo("invoice.voided");
        assertThat(got.json().at("/data/amount_cents").asInt()).isEqualTo(1900);
        assertThat(Instant.parse(got.json().get("timestamp").asString()))
                .isBetween(clock.instant().minusSeconds(20), clock.instant());
        JsonNode delivery = fixture.awaitDelivery(endpoint, "delivered", 1);
        assertThat(delivery.get("object_id").asString()).isEqualTo(invoiceId.toString());
        assertThat(delivery.get("user_id").asString()).isEqualTo(userId.toString());
        assertThat(delivery.get("last_status").asInt()).isEqualTo(204);
        assertThat(other.got).isEmpty();
        assertThat(receiver.got).hasSize(1);
    }

    @Test
    void saysNothingOfWhatWasRolledBackOrNobodyListensTo() {
        Made endpoint = fixture.endpoint(receiver, "invoice.voided");
        UUID rolledBack = UUID.randomUUID();
        UUID unheard = UUID.randomUUID();

        webhooks.send(WebhookType.INVOICE_VOIDED, null, rolledBack, Map.of())
                .then(Mono.error(new IllegalStateException("no")))
                .as(tx::transactional)
                .onErrorComplete()
                .block();
        webhooks.send(WebhookType.INVOICE_CREDITED, null, unheard, Map.of())
                .as(tx::transactional)
                .block();
        tell();

        receiver.await(1);
        assertThat(fixture.deliveries(endpoint)).hasSize(1);
        assertThat(db.sql("select count(*) from webhook_messages where object_id in (:a, :b)")
                        .bind("a", rolledBack)
                        .bind("b", unheard)
                        .mapValue(Long.class)
                        .one()
                        .block())
                .isZero();
    }

    @Test
    void leavesOutWhatIsTooMuch() {
        fixture.endpoint(receiver, "invoice.voided");
        UUID id = UUID.randomUUID();

        webhooks.send(WebhookType.INVOICE_VOIDED, null, id, Map.of("text", "x".repeat(20_000)))
                .as(tx::transactional)
                .block();

        assertThat(receiver.await(1).getFirst().json().get("data").toString())
                .contains("\"truncated\":true", "\"id\":\"" + id + "\"")
                .hasSizeLessThan(200);
    }

    @Test
    void signsWithBothSecretsWhileOneIsReplaced() {
        Made endpoint = fixture.endpoint(receiver, "invoice.voided");
        String second = fixture.rotate(endpoint, 3_600);

        tell();
        Got during = receiver.await(1).getFirst();
        clock.advance(Duration.ofHours(1));
        tell();
        Got after = receiver.await(2).getLast();

        assertThat(during.signatures()).hasSize(2);
        assertThat(during.signedWith(endpoint.secret())).isTrue();
        assertThat(during.signedWith(second)).isTrue();
        assertThat(after.signatures()).hasSize(1);
        assertThat(after.signedWith(second)).isTrue();
    }
}
