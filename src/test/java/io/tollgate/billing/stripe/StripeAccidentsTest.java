package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.stripeemulator.Fault;
import io.tollgate.stripeemulator.ReceivedRequest;
import io.tollgate.stripeemulator.StripeEmulator;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** What is made at Stripe when the answer is lost, refused or remembered: never two. */
class StripeAccidentsTest {

    private final StripeEmulator emulator = StripeEmulator.start(StripeEmulator.Settings.on(Clock.systemUTC()));
    private final StripeClients stripe = StripeClients.to(emulator.baseUrl());

    @AfterEach
    void stop() {
        stripe.close();
        emulator.stop();
    }

    static List<Fault> accidentsAfterAccepting() {
        return List.of(
                Fault.timeoutAfterAccepting(),
                Fault.reset().performing(),
                Fault.status(500).performing(),
                Fault.status(502).performing(),
                Fault.status(409).performing());
    }

    @ParameterizedTest
    @MethodSource("accidentsAfterAccepting")
    void makesOneObjectWhateverHappensToTheAnswer(Fault fault) {
        StripeClients hasty = new StripeClients(StripeClients.hasty(emulator.baseUrl()));
        emulator.controls().fail(fault.on("POST", "/v1/products"));
        StripeProduct product = hasty.products
                .create(key(), new NewStripeProduct("Pro", null, Map.of()))
                .block();
        hasty.close();
        List<ReceivedRequest> requests = emulator.controls().requests("POST", "/v1/products");
        assertThat(requests).hasSize(2);
        assertThat(requests).extracting(ReceivedRequest::idempotencyKey).containsOnly("test:1:1");
        assertThat(emulator.controls().events("product.created", product.id())).hasSize(1);
        assertThat(stripe.events
                        .list(List.of("product.created"), Instant.EPOCH, false)
                        .collectList()
                        .block())
                .hasSize(1);
    }

    @Test
    void knowsAKeyThatWasUsedForSomethingElse() {
        IdempotencyKey key = key();
        stripe.products.create(key, new NewStripeProduct("Pro", null, Map.of())).block();
        StripeFailure failure = catchThrowableOfType(
                StripeFailure.class,
                () -> stripe.products
                        .create(key, new NewStripeProduct("Basic", null, Map.of()))
                        .block());
        assertThat(failure.kind()).isEqualTo(StripeFailure.Kind.IDEMPOTENCY);
        assertThat(failure.code().status().value()).isEqualTo(502);
    }

    @Test
    void getsTheStoredFailureWhenStripeRemembersIt() {
        // A 500 under a key is replayed for ever: only a person, or a new attempt once the outcome is known, helps.
        emulator.controls().fail(Fault.status(500).on("POST", "/v1/products"));
        StripeFailure failure = catchThrowableOfType(
                StripeFailure.class,
                () -> stripe.products
                        .create(key(), new NewStripeProduct("Pro", null, Map.of()))
                        .block());
        assertThat(failure.kind()).isEqualTo(StripeFailure.Kind.UNAVAILABLE);
        assertThat(emulator.controls().requests("POST", "/v1/products"))
                .extracting(ReceivedRequest::idempotencyKey)
                .containsOnly("test:1:1");
    }

    @Test
    void waitsAndComesBackWhenItAskedTooOften() {
        emulator.controls().fail(Fault.rateLimited("global-rate").times(2));
        assertThat(create(key()).block()).isNotNull();
        assertThat(emulator.controls().requests("POST", "/v1/products")).hasSize(3);
    }

    private Mono<StripeProduct> create(IdempotencyKey key) {
        return stripe.products.create(key, new NewStripeProduct("Pro", null, Map.of()));
    }

    private static IdempotencyKey key() {
        return IdempotencyKey.of("test", 1, 1);
    }
}
