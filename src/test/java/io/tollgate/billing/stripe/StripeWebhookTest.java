package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What the webhook takes, and what it refuses without leaving a trace. */
@IntegrationTest
class StripeWebhookTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private MutableClock clock;

    @Autowired
    private DatabaseClient db;

    private SignedWebhook stripe;
    private StoredEvents stored;
    private final String id = SignedWebhook.newId("evt");
    private final String body = SignedWebhook.event(id, "moon.landed", SignedWebhook.newId("cus"));

    @BeforeEach
    void connect() {
        stripe = new SignedWebhook(http, clock);
        stored = new StoredEvents(db);
    }

    @Test
    void storesAnEventAsItCame() {
        stripe.deliver(body)
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON)
                .expectBody(String.class)
                .isEqualTo("true");
        assertThat(stored.row(id))
                .containsEntry("type", "moon.landed")
                .containsEntry("api_version", "2026-07-29.dahlia")
                .containsEntry("object_id", id.replace("evt", "thing"))
                .containsEntry("payload", body);
    }

    @Test
    void answersARepeatedDeliveryAlikeAndStoresItOnce() {
        stripe.deliver(body).expectStatus().isOk().expectBody(String.class).isEqualTo("true");
        stripe.deliver(body, stripe.header(SignedWebhook.SECRET, body, 60))
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("true");
        assertThat(stored.count(id)).isEqualTo(1);
    }

    @Test
    void acceptsTheOlderSecretWhileItIsRolled() {
        stripe.deliver(body, stripe.header(SignedWebhook.OLDER_SECRET, body))
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("true");
        assertThat(stored.count(id)).isEqualTo(1);
    }

    @Test
    void acceptsOneGoodSignatureAmongSeveral() {
        String good = stripe.header(SignedWebhook.SECRET, body);
        stripe.deliver(body, good.replace("v1=", "v1=" + "0".repeat(64) + ",v1="))
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("true");
        assertThat(stored.count(id)).isEqualTo(1);
    }

    @Test
    void refusesEveryBadSignature() {
        String good = stripe.header(SignedWebhook.SECRET, body);
        for (String bad : List.of(
                "",
                "t=abc",
                "v1",
                "t=1,v1=zz",
                good.substring(0, good.length() - 1),
                good.replace("v1=", "v0="),
                stripe.header("whsec_foreign", body),
                stripe.header(SignedWebhook.SECRET, body + " "),
                stripe.header(SignedWebhook.SECRET, body, -301),
                stripe.header(SignedWebhook.SECRET, body, 360))) {
            refused(stripe.deliver(body, bad), "webhook_signature_invalid");
        }
        refused(http.post().uri("/billing/stripe/webhook").bodyValue(body).exchange(), "webhook_signature_invalid");
        refused(http.post().uri("/billing/stripe/webhook").exchange(), "webhook_signature_invalid");
        assertThat(stored.count(id)).isZero();
    }

    @Test
    void refusesSignedBodiesThatAreNoEvents() {
        for (String nonsense : List.of(
                "not json",
                "[]",
                "{}",
                body.substring(0, body.length() - 1),
                "{\"id\": \"%s\", \"type\": \"a\"}".formatted(id),
                "{\"type\": \"a\", \"data\": {\"object\": {\"id\": \"%s\"}}}".formatted(id))) {
            refused(stripe.deliver(nonsense), "webhook_invalid");
        }
        assertThat(stored.count(id)).isZero();
    }

    @Test
    void refusesAHugeBody() {
        String huge = body.replace("\"object\": \"thing\"", "\"x\": \"" + "x".repeat(600_000) + "\"");
        stripe.deliver(huge)
                .expectStatus()
                .isEqualTo(413)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("body_too_large");
        assertThat(stored.count(id)).isZero();
    }

    @Test
    void takesALargeBodyBelowTheLimit() {
        String large = body.replace("\"object\": \"thing\"", "\"x\": \"" + "x".repeat(500_000) + "\"");
        stripe.deliver(large).expectStatus().isOk().expectBody(String.class).isEqualTo("true");
        assertThat(stored.count(id)).isEqualTo(1);
    }

    @Test
    void takesTextThatTheDatabaseFindsHard() {
        // jsonb refuses an escaped NUL; a 500 here would make Stripe deliver the event for three days.
        String hard = body.replace("\"object\": \"thing\"", "\"name\": \"a\\u0000b \\ud83d 😀\"");
        stripe.deliver(hard).expectStatus().isOk().expectBody(String.class).isEqualTo("true");
        assertThat(stored.row(id)).containsEntry("payload", hard);
    }

    @Test
    void needsNoTokenAndMindsNone() {
        http.post()
                .uri("/billing/stripe/webhook")
                .header("Authorization", "Bearer stale")
                .header("Stripe-Signature", stripe.header(SignedWebhook.SECRET, body))
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("true");
    }

    private static void refused(WebTestClient.ResponseSpec answer, String code) {
        answer.expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo(code);
    }
}
