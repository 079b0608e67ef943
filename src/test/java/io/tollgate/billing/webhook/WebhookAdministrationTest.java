package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.TestUsers;
import io.tollgate.billing.webhook.WebhookFixture.Made;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@IntegrationTest
class WebhookAdministrationTest {

    private static final String ENDPOINTS = "/admin/webhook-endpoints";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestUsers users;

    @Autowired
    private DatabaseClient db;

    private WebhookFixture fixture;

    @BeforeEach
    void begin() {
        fixture = new WebhookFixture(http, users);
    }

    @AfterEach
    void end() throws Exception {
        fixture.close();
    }

    @Test
    void showsTheSecretOnceAndKeepsItEncrypted() {
        Made endpoint = fixture.endpoint(fixture.receiver(), "invoice.paid");

        byte[] key = Base64.getDecoder().decode(endpoint.secret().substring("whsec_".length()));
        assertThat(key).hasSizeBetween(24, 64);
        assertThat(fixture.show(endpoint).toString()).doesNotContain("secret\"", endpoint.secret());
        assertThat(db.sql("select position(:key in secret) from webhook_endpoints where id = :id")
                        .bind("key", key)
                        .bind("id", endpoint.id())
                        .mapValue(Integer.class)
                        .one()
                        .block())
                .isZero();
        assertThat(fixture.rotate(endpoint, 0)).isNotEqualTo(endpoint.secret());
    }

    @Test
    void sendsATestWhateverTheEndpointListensTo() {
        Receiver receiver = fixture.receiver();
        Made endpoint = fixture.endpoint(receiver, "invoice.paid");

        JsonNode delivery = fixture.test(endpoint);

        assertThat(receiver.await(1).getFirst().json().get("type").asString()).isEqualTo("webhook.test");
        assertThat(delivery.at("/body/type").asString()).isEqualTo("webhook.test");
        assertThat(fixture.awaitDelivery(endpoint, "delivered", 1).get("id")).isEqualTo(delivery.get("id"));
        JsonNode none = WebhookFixture.json(fixture.get(ENDPOINTS + "/" + endpoint.id() + "/deliveries?status=failed"));
        assertThat(none.get("total").asInt()).isZero();
    }

    /** Registered at a node of a later release: the list of all is not to fail for it. */
    @Test
    void showsAnEndpointThatListensToWhatWeDoNotKnow() {
        Made endpoint = fixture.endpoint(fixture.receiver(), "invoice.paid");
        db.sql("update webhook_endpoints set event_types = array['invoice.written', 'invoice.paid'] where id = :id")
                .bind("id", endpoint.id())
                .then()
                .block();

        assertThat(fixture.show(endpoint).get("event_types").valueStream().map(JsonNode::asString))
                .containsExactly("invoice.paid");
        fixture.get(ENDPOINTS).expectStatus().isOk();
    }

    @Test
    void changesWhatIsNamedAndDeletes() {
        Made endpoint = fixture.endpoint(fixture.receiver(), "invoice.paid");
        String path = ENDPOINTS + "/" + endpoint.id();

        JsonNode changed = WebhookFixture.json(fixture.patch(path, Map.of("description", "books", "enabled", false))
                .expectStatus()
                .isOk());
        assertThat(changed.get("description").asString()).isEqualTo("books");
        assertThat(changed.get("disabled_reason").asString()).isEqualTo("admin");
        assertThat(changed.at("/event_types/0").asString()).isEqualTo("invoice.paid");
        fixture.post(path + "/test", Map.of()).expectStatus().isEqualTo(409);
        JsonNode all = WebhookFixture.json(fixture.patch(path, Map.of("all_events", true)));
        assertThat(all.hasNonNull("event_types")).isFalse();

        fixture.delete(path).expectStatus().isNoContent();
        fixture.get(path).expectStatus().isNotFound();
        fixture.delete(path).expectStatus().isNotFound();
    }

    /** What was wrong was wrong there. */
    @Test
    void beginsWithACleanSheetWhereItIsMoved() {
        Made endpoint = fixture.endpoint(fixture.receiver(), "invoice.paid");
        String path = ENDPOINTS + "/" + endpoint.id();
        db.sql("update webhook_endpoints set failures = 9, failing_since = now(), rests_until = now() where id = :id")
                .bind("id", endpoint.id())
                .then()
                .block();

        fixture.patch(path, Map.of("description", "books", "enabled", true))
                .expectStatus()
                .isOk();
        assertThat(health(endpoint)).isEqualTo("9 failing resting");

        fixture.patch(path, Map.of("url", fixture.receiver().url()))
                .expectStatus()
                .isOk();
        assertThat(health(endpoint)).isEqualTo("0 well awake");
    }

    private String health(Made endpoint) {
        return db.sql("select concat_ws(' ', failures, case when failing_since is null then 'well' else 'failing' end,"
                        + " case when rests_until is null then 'awake' else 'resting' end)"
                        + " from webhook_endpoints where id = :id")
                .bind("id", endpoint.id())
                .mapValue(String.class)
                .one()
                .block();
    }

    @Test
    void refusesWhatCannotBe() {
        String url = "http://127.0.0.1:8443/";
        for (Map<String, Object> body : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("url", ""),
                Map.of("url", "http://169.254.169.254/latest/meta-data"),
                Map.of("url", "https://10.0.0.1/"),
                Map.of("url", "ftp://127.0.0.1/"),
                Map.of("url", url, "event_types", List.of("invoice.eaten")),
                Map.of("url", url, "event_types", List.of()),
                Map.of("url", url, "description", "two\nlines"),
                Map.of("url", url, "secret", "whsec_mine"))) {
            fixture.post(ENDPOINTS, body).expectStatus().isEqualTo(422);
        }
        String unknown = ENDPOINTS + "/" + UUID.randomUUID();
        fixture.get(unknown).expectStatus().isNotFound();
        fixture.get(ENDPOINTS + "/x").expectStatus().isEqualTo(422);
        fixture.get(unknown + "/deliveries").expectStatus().isNotFound();
        fixture.post(unknown + "/rotate-secret", Map.of()).expectStatus().isNotFound();
        fixture.post("/admin/webhook-deliveries/" + UUID.randomUUID() + "/replay", Map.of())
                .expectStatus()
                .isNotFound();
        users.signUp()
                .authorized(http)
                .get()
                .uri(ENDPOINTS)
                .exchange()
                .expectStatus()
                .isForbidden();
    }
}
