package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.webhook.WebhookFixture.Made;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

/** Orders of administrators that cannot be carried out, and why. */
class WebhookRefusalTest extends WebhookTest {

    private static final String ENDPOINTS = "/admin/webhook-endpoints";

    @Autowired
    private WebhookProperties properties;

    @Test
    void knowsNoOtherEndpointsAndDeliveries() {
        String unknown = ENDPOINTS + "/" + UUID.randomUUID();
        for (ResponseSpec answer : List.of(
                fixture.get(unknown),
                fixture.patch(unknown, Map.of("description", "books")),
                fixture.delete(unknown),
                fixture.get(unknown + "/deliveries"),
                fixture.post(unknown + "/rotate-secret", Map.of()),
                fixture.post(unknown + "/test", Map.of()))) {
            refused(answer, 404, "webhook_endpoint_not_found");
        }
        refused(replay(UUID.randomUUID().toString()), 404, "webhook_delivery_not_found");
    }

    @Test
    void sendsNothingToADisabledEndpoint() {
        Made endpoint = fixture.endpoint(receiver, "invoice.paid");
        String path = ENDPOINTS + "/" + endpoint.id();
        JsonNode _ = fixture.test(endpoint);
        JsonNode delivered = fixture.awaitDelivery(endpoint, "delivered", 1);
        fixture.patch(path, Map.of("enabled", false)).expectStatus().isOk();

        refused(fixture.post(path + "/test", Map.of()), 409, "webhook_endpoint_disabled");
        refused(replay(delivered.get("id").asString()), 409, "webhook_endpoint_disabled");

        assertThat(fixture.deliveries(endpoint)).containsExactly(delivered);
        assertThat(receiver.got).hasSize(1);
    }

    @Test
    void replaysNothingThatIsStillTried() {
        receiver.answers(503);
        Made endpoint = fixture.endpoint(receiver, "invoice.voided");
        tell();
        JsonNode waiting = fixture.awaitDelivery(endpoint, "pending", 1);

        refused(replay(waiting.get("id").asString()), 409, "webhook_delivery_pending");

        assertThat(fixture.deliveries(endpoint)).containsExactly(waiting);
    }

    @Test
    void takesOnNoMoreEndpointsThanThereMayBe() {
        Made first = fixture.endpoint(receiver, "invoice.voided");
        for (int i = count(); i < properties.maxEndpoints(); i++) {
            Made _ = fixture.endpoint(receiver, "invoice.voided");
        }

        refused(fixture.post(ENDPOINTS, Map.of("url", receiver.url())), 409, "webhook_endpoint_limit");

        assertThat(count()).isEqualTo(properties.maxEndpoints());
        fixture.delete(ENDPOINTS + "/" + first.id()).expectStatus().isNoContent();
        Made _ = fixture.endpoint(receiver, "invoice.voided");
    }

    private int count() {
        return WebhookFixture.json(fixture.get(ENDPOINTS + "?limit=1"))
                .get("total")
                .asInt();
    }

    private ResponseSpec replay(String delivery) {
        return fixture.post("/admin/webhook-deliveries/" + delivery + "/replay", Map.of());
    }

    private static void refused(ResponseSpec answer, int status, String code) {
        answer.expectStatus().isEqualTo(status).expectBody().jsonPath("$.code").isEqualTo(code);
    }
}
