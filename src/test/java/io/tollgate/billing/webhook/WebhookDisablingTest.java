package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.tollgate.Awaiting;
import io.tollgate.Mailbox;
import io.tollgate.billing.webhook.WebhookFixture.Made;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.connection.SingleConnectionFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Systems that are told nothing any more. */
class WebhookDisablingTest extends WebhookTest {

    @Autowired
    private ConnectionFactory connections;

    @Test
    void disablesAnEndpointThatIsGone() {
        receiver.answers(410);
        Made endpoint = fixture.endpoint(receiver, "invoice.voided");
        tell();

        Awaiting.until(
                "it is disabled", () -> !fixture.show(endpoint).get("enabled").asBoolean());

        assertThat(fixture.show(endpoint).get("disabled_reason").asString()).isEqualTo("gone");
        assertThat(fixture.awaitDelivery(endpoint, "failed", 1)
                        .get("last_status")
                        .asInt())
                .isEqualTo(410);
        assertThat(Mailbox.of(fixture.admin.user().email()).awaitOne().text()).contains(receiver.url(), "410 Gone");
        assertThat(audited(endpoint, "webhook_endpoint.disabled")).isEqualTo(1);
        tell();
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
        tell();
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

    /** Who disables an endpoint has it first and its deliveries then: in another order, two would wait for each other. */
    @Test
    void waitsForWhoeverChangesTheEndpointBeforeItTouchesADelivery() {
        receiver.answers(500);
        Made endpoint = fixture.endpoint(receiver, "invoice.voided");
        meanwhile(endpoint, changing -> {
            run(changing, "select 1 from webhook_deliveries where endpoint_id = :id for update nowait", endpoint.id());
            run(
                    changing,
                    "update webhook_deliveries set status = 'failed', next_attempt_at = null where endpoint_id = :id",
                    endpoint.id());
        });

        fixture.awaitDelivery(endpoint, "failed", 0);
        assertThat(fixture.show(endpoint).hasNonNull("failing_since")).isFalse();
    }

    /** Who moves a receiver has the old place say that it is gone. */
    @Test
    void hearsNothingOfTheNewPlaceFromTheOld() {
        receiver.answers(410);
        Receiver next = fixture.receiver();
        Made endpoint = fixture.endpoint(receiver, "invoice.voided");
        meanwhile(
                endpoint,
                changing -> changing.sql("update webhook_endpoints set url = :url where id = :id")
                        .bind("url", next.url())
                        .bind("id", endpoint.id())
                        .then()
                        .block());

        fixture.awaitDelivery(endpoint, "pending", 1);
        assertThat(fixture.show(endpoint).get("enabled").asBoolean()).isTrue();
        assertThat(fixture.show(endpoint).hasNonNull("failing_since")).isFalse();
        clock.advance(Duration.ofSeconds(6));
        next.await(1);
        fixture.awaitDelivery(endpoint, "delivered", 2);
    }

    /** Something is told and answered, and before the answer is noted, the endpoint is changed. */
    private void meanwhile(Made endpoint, Consumer<DatabaseClient> change) {
        Connection connection = Mono.from(connections.create()).block();
        try {
            DatabaseClient changing =
                    DatabaseClient.create(new SingleConnectionFactory(connection, connections.getMetadata(), true));
            run(changing, "begin", null);
            run(changing, "select 1 from webhook_endpoints where id = :id for no key update", endpoint.id());
            tell();
            receiver.await(1);
            Awaiting.until("the job at the endpoint", this::waitsForAnEndpoint);
            change.accept(changing);
            run(changing, "commit", null);
        } finally {
            Mono.from(connection.close()).block();
        }
    }

    private static void run(DatabaseClient client, String sql, UUID id) {
        DatabaseClient.GenericExecuteSpec statement = client.sql(sql);
        (id == null ? statement : statement.bind("id", id)).then().block();
    }

    private boolean waitsForAnEndpoint() {
        return db.sql("select exists (select from pg_stat_activity where wait_event_type = 'Lock'"
                        + " and query like '%webhook_endpoints%')")
                .mapValue(Boolean.class)
                .one()
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
