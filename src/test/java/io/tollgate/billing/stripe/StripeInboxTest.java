package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.ConnectionFactory;
import io.tollgate.Awaiting;
import io.tollgate.IntegrationTest;
import io.tollgate.MutableClock;
import io.tollgate.OwnThreads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The inbox under stress: many deliveries at once, and a database that does not do its part. */
@IntegrationTest
class StripeInboxTest {

    @Autowired
    private WebTestClient http;

    @Autowired
    private MutableClock clock;

    @Autowired
    private DatabaseClient db;

    @Autowired
    private ConnectionFactory connections;

    @Autowired
    private InventedEvents handler;

    private SignedWebhook stripe;
    private StoredEvents stored;
    private final String id = SignedWebhook.newId("evt");
    private final String customer = SignedWebhook.newId("cus");
    private final String body = SignedWebhook.event(id, InventedEvents.EFFECT, customer);

    @BeforeEach
    void connect() {
        stripe = new SignedWebhook(http, clock);
        stored = new StoredEvents(db);
    }

    @Test
    void storesOneOfFiftyDeliveriesAtOnce() {
        List<Integer> answers = IntStream.range(0, 50)
                .parallel()
                .mapToObj(_ -> stripe.deliver(body)
                        .expectBody(String.class)
                        .returnResult()
                        .getStatus()
                        .value())
                .collect(Collectors.toList());
        assertThat(answers).hasSize(50).containsOnly(200);
        assertThat(stored.count(id)).isEqualTo(1);

        // An event of the same customer comes after all that came before it.
        String last = SignedWebhook.newId("evt");
        stripe.deliver(SignedWebhook.event(last, InventedEvents.EFFECT, customer))
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("true");
        stored.awaitStatus(last, "processed");
        stored.awaitStatus(id, "processed");
        assertThat(handler.calls).containsEntry(id, 1);
        assertThat(handler.effects).containsEntry(id, 1);
    }

    @Test
    void handlesAnEventAgainUntilItSucceeds() {
        Sinks.Empty<Void> mended = Sinks.empty();
        handler.mended = mended.asMono();
        String broken = SignedWebhook.event(id, InventedEvents.BROKEN, customer);
        stripe.deliver(broken).expectStatus().isOk().expectBody(String.class).isEqualTo("true");
        stored.awaitStatus(id, "failed");
        mended.tryEmitEmpty().orThrow();
        Awaiting.until("the second attempt", () -> {
            clock.advance(Duration.ofSeconds(1));
            return "processed".equals(stored.row(id).get("status"));
        });
        assertThat(handler.calls).containsEntry(id, 2);
    }

    @Test
    void takesEventsWhileStripeIsSlow() {
        try (StripeStub slow = new StripeStub(StripeStub.Answer.PRODUCT);
                StripeClients client = StripeClients.to(slow.base())) {
            slow.hold();
            handler.question = client.products.create(
                    IdempotencyKey.of("product", id, 1), new NewStripeProduct("Pro", null, Map.of()));
            List<String> asking = IntStream.range(0, 40)
                    .mapToObj(_ -> SignedWebhook.newId("evt"))
                    .toList();
            asking.forEach(event -> stripe.deliver(
                            SignedWebhook.event(event, InventedEvents.ASKS_STRIPE, SignedWebhook.newId("cus")))
                    .expectStatus()
                    .isOk());
            Awaiting.until("handlers wait for Stripe", () -> !slow.seen.isEmpty());
            stripe.deliver(body).expectStatus().isOk().expectBody(String.class).isEqualTo("true");
            assertThat(stored.count(id)).isEqualTo(1);
            assertThat(asking)
                    .allMatch(event -> "pending".equals(stored.row(event).get("status")));
            slow.release();
            asking.forEach(event -> stored.awaitStatus(event, "processed"));
        }
    }

    @Test
    void storesNothingWhenTheJobCannotBePromised() {
        sql("""
                create function refuse_%1$s() returns trigger language plpgsql as $$
                begin raise exception 'disk full' using errcode = '53100'; end $$
                """.formatted(customer));
        sql(
                "create trigger refuse_%1$s before insert on outbox for each row when (new.key = '%1$s') execute function refuse_%1$s()"
                        .formatted(customer));
        try {
            unavailable();
            assertThat(stored.count(id)).isZero();
        } finally {
            sql("drop trigger refuse_%1$s on outbox".formatted(customer));
            sql("drop function refuse_%1$s()".formatted(customer));
        }
        stripe.deliver(body).expectStatus().isOk().expectBody(String.class).isEqualTo("true");
        assertThat(stored.count(id)).isEqualTo(1);
    }

    @Test
    void doesNotSayYesWhileTheDatabaseHangs() {
        Flux.usingWhen(
                        Mono.from(connections.create()),
                        connection -> Mono.from(connection.beginTransaction())
                                .thenMany(connection
                                        .createStatement("lock table stripe_events in access exclusive mode")
                                        .execute())
                                .flatMap(result -> result.getRowsUpdated(), 1)
                                .thenMany(Mono.fromRunnable(this::unavailable).subscribeOn(OwnThreads.SCHEDULER)),
                        connection ->
                                Mono.from(connection.rollbackTransaction()).then(Mono.from(connection.close())))
                .blockLast();
        stripe.deliver(body).expectStatus().isOk().expectBody(String.class).isEqualTo("true");
        assertThat(stored.count(id)).isEqualTo(1);
    }

    private void unavailable() {
        stripe.deliver(body)
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .exists("Retry-After")
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("unavailable");
    }

    private void sql(String statement) {
        db.sql(statement).then().block();
    }
}
