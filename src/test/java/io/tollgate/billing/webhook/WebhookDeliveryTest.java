package io.tollgate.billing.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.Mailbox;
import io.tollgate.MutableClock;
import io.tollgate.TestUsers;
import io.tollgate.billing.webhook.Receiver.Got;
import io.tollgate.billing.webhook.WebhookFixture.Made;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** From a change to the systems that are told of it, whatever these do. */
@IntegrationTest
class WebhookDeliveryTest {

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
        tell(null, UUID.randomUUID());

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

        tell(null, UUID.randomUUID());
        Got during = receiver.await(1).getFirst();
        clock.advance(Duration.ofHours(1));
        tell(null, UUID.randomUUID());
        Got after = receiver.await(2).getLast();

        assertThat(during.signatures()).hasSize(2);
        assertThat(during.signedWith(endpoint.secret())).isTrue();
        assertThat(during.signedWith(second)).isTrue();
        assertThat(after.signatures()).hasSize(1);
        assertThat(after.signedWith(second)).isTrue();
    }

    @Test
    void triesAgainLaterAndLaterWithTheSameId() {
        receiver.answers(503);
        Made endpoint = fixture.endpoint(receiver, "invoice.voided");
        tell(null, UUID.randomUUID());
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
            tell(null, UUID.randomUUID());
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

    private Instant restsUntil(Made endpoint) {
        return db.sql("select rests_until from webhook_endpoints where id = :id and rests_until is not null")
                .bind("id", endpoint.id())
                .mapValue(Instant.class)
                .one()
                .block();
    }

    private long audited(Made endpoint, String action) {
        return db.sql("select count(*) from audit_log where action = :action and subject_id = :id")
                .bind("action", action)
                .bind("id", endpoint.id().toString())
                .mapValue(Long.class)
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
