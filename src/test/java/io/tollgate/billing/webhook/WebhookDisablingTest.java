package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.billing.webhook.WebhookFixture.Made;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import tools.jackson.databind.JsonNode;

/** Systems that are told nothing any more. */
@IntegrationTest
class WebhookDisablingTest {

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

    @Autowired
    private DatabaseClient db;

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
    void disablesAnEndpointThatIsGone() {
        receiver.answers(410);
        Made endpoint = fixture.endpoint(receiver, "invoice.voided");
        tell(null, UUID.randomUUID());

        Awaiting.until(
                "it is disabled", () -> !fixture.show(endpoint).get("enabled").asBoolean());

        assertThat(fixture.show(endpoint).get("disabled_reason").asString()).isEqualTo("gone");
        assertThat(fixture.awaitDelivery(endpoint, "failed", 1)
                        .get("last_status")
                        .asInt())
                .isEqualTo(410);
        assertThat(Mailbox.of(fixture.admin.user().email()).awaitOne().text()).contains(receiver.url(), "410 Gone");
        assertThat(audited(endpoint, "webhook_endpoint.disabled")).isEqualTo(1);
        tell(null, UUID.randomUUID());
        assertThat(fixture.deliveries(endpoint)).hasSize(1);
        replay(fixture.deliveries(endpoint).getFirst()).expectStatus().isEqualTo(409);

        receiver.answers(204);
        fixture.patch("/admin/webhook-endpoints/" + endpoint.id(), Map.of("enabled", true))
                .expectStatus()
                .isOk();
        replay(fixture.deliveries(endpoint).getFirst()).expectStatus().isAccepted();
        fixture.awaitDelivery(endpoint, "delivered", 1);
    }

    @Test
    void disablesAnEndpointThatHasFailedForFiveDays() {
        receiver.answers(500);
        Made endpoint = fixture.endpoint(receiver, "invoice.voided");
        tell(null, UUID.randomUUID());
        receiver.await(1);
        fixture.awaitDelivery(endpoint, "pending", 1);
        db.sql("update webhook_endpoints set failing_since = failing_since - interval '5 days' where id = :id")
                .bind("id", endpoint.id())
                .then()
                .block();

        clock.advance(Duration.ofSeconds(6));

        Awaiting.until(
                "it is disabled", () -> !fixture.show(endpoint).get("enabled").asBoolean());
        assertThat(fixture.show(endpoint).get("disabled_reason").asString()).isEqualTo("failing");
        fixture.awaitDelivery(endpoint, "failed", 2);
    }

    private void tell(UUID userId, UUID objectId) {
        webhooks.send(WebhookType.INVOICE_VOIDED, userId, objectId, Map.of("amount_cents", 1900))
                .as(tx::transactional)
                .block();
    }

    private WebTestClient.ResponseSpec replay(JsonNode delivery) {
        return fixture.post("/admin/webhook-deliveries/" + delivery.get("id").asString() + "/replay", Map.of());
    }

    private long audited(Made endpoint, String action) {
        return db.sql("select count(*) from audit_log where action = :action and subject_id = :id")
                .bind("action", action)
                .bind("id", endpoint.id().toString())
                .mapValue(Long.class)
                .one()
                .block();
    }
}
