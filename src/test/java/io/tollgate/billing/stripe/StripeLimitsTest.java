package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.Awaiting;
import io.tollgate.billing.stripe.StripeFailure.Kind;
import io.tollgate.billing.stripe.StripeStub.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** When nothing is sent at all, and how much at once. */
class StripeLimitsTest {

    private final StripeStub stripe = new StripeStub(Answer.PRODUCT);
    private StripeClients clients = StripeClients.to(stripe.base());

    @AfterEach
    void stop() {
        clients.close();
        stripe.close();
    }

    @Test
    void sendsNothingWhileStripeIsDownAndComesBackWhenItIsUp() {
        stripe.answer(Answer.error(500, "api_error"));
        Flux.range(0, 4).concatMap(_ -> create().onErrorComplete()).blockLast();
        // The circuit is open for a moment only: on a slow machine it may be tried in between, and is open again.
        Refused refused = Awaiting.value(
                "an open circuit",
                this::refused,
                each -> "circuit_open".equals(each.failure().stripeCode()));
        assertThat(refused.failure().code().status().value()).isEqualTo(503);
        assertThat(refused.failure().headers().getFirst("Retry-After")).isNotNull();
        assertThat(refused.sent()).isZero();

        stripe.answer(Answer.PRODUCT);
        assertThat(create().retryWhen(Retry.fixedDelay(200, Duration.ofMillis(25)))
                        .block())
                .isNotNull();
    }

    /** @param sent how many calls reached Stripe for it */
    private record Refused(StripeFailure failure, int sent) {}

    private Refused refused() {
        int before = stripe.seen.size();
        StripeFailure failure = failure();
        return new Refused(failure, stripe.seen.size() - before);
    }

    @Test
    void keepsSendingWhenItIsOnlyOurMistake() {
        stripe.answer(Answer.error(400, "invalid_request_error"));
        Flux.range(0, 25).concatMap(_ -> create().onErrorComplete()).blockLast();
        assertThat(stripe.seen).hasSize(25);
        assertThat(failure().kind()).isEqualTo(Kind.INVALID_REQUEST);
    }

    /** Else the breaker would never close again: its trial calls would be those that get the old errors. */
    @Test
    void keepsSendingWhenItOnlyRepeatsWhatOnceWentWrong() {
        stripe.answer(Answer.error(503, "api_error").replayed());
        Flux.range(0, 25).concatMap(_ -> create().onErrorComplete()).blockLast();
        assertThat(stripe.seen).hasSize(25);
        StripeFailure spent = failure();
        assertThat(spent.status()).isEqualTo(503);
        assertThat(spent.stripeCode()).isEqualTo("key_spent");
        assertThat(spent.headers().getFirst("Retry-After")).isNotNull();
    }

    @Test
    void sendsOnlySoManyAtOnceAndLetsTheOthersWait() {
        limits(2, 50);
        stripe.answer(Answer.PRODUCT.after(Duration.ofMillis(50)));
        assertThat(Flux.range(0, 10).flatMap(_ -> create(), 10).collectList().block())
                .hasSize(10);
        assertThat(stripe.mostAtOnce.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void refusesWhatWouldWaitTooLong() {
        limits(1, 2);
        stripe.hold();
        AtomicInteger refused = new AtomicInteger();
        assertThat(Flux.range(0, 5)
                        .flatMap(
                                _ -> create().map(_ -> "ok").onErrorResume(StripeFailure.class, StripeLimitsTest::word),
                                5)
                        .doOnNext(_ -> {
                            if (refused.incrementAndGet() == 3) {
                                stripe.release();
                            }
                        })
                        .collectList()
                        .block())
                .containsExactlyInAnyOrder("ok", "ok", "busy", "busy", "busy");
    }

    private static Mono<String> word(StripeFailure failure) {
        return Mono.justOrEmpty(failure.stripeCode());
    }

    private void limits(int connections, int calls) {
        StripeProperties p = StripeClients.properties(stripe.base(), Duration.ofSeconds(5));
        replace(new StripeProperties(
                p.apiBase(),
                p.secretKey(),
                p.apiVersion(),
                p.webhookSecrets(),
                p.attemptTimeout(),
                p.callTimeout(),
                p.maxAttempts(),
                p.retryDelay(),
                connections,
                calls,
                p.breakerOpenFor()));
    }

    private void replace(StripeProperties properties) {
        clients.close();
        clients = new StripeClients(properties);
    }

    private Mono<StripeProduct> create() {
        return clients.products.create(
                IdempotencyKey.of("product", "p1", 1),
                new NewStripeProduct("Pro", "Everything", Map.of("plan_id", "p1")));
    }

    private StripeFailure failure() {
        return catchThrowableOfType(StripeFailure.class, () -> create().block());
    }
}
