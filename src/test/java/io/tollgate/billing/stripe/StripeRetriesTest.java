package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.billing.stripe.StripeFailure.Kind;
import io.tollgate.billing.stripe.StripeStub.Answer;
import io.tollgate.billing.stripe.StripeStub.Seen;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** When a call is tried again, when it is not, and when nothing is sent at all. */
class StripeRetriesTest {

    private final StripeStub stripe = new StripeStub(Answer.PRODUCT);
    private StripeClients clients = StripeClients.to(stripe.base());

    @AfterEach
    void stop() {
        clients.close();
        stripe.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 429, 500, 502, 503})
    void triesAgainWithTheSameKeyAndBody(int status) {
        stripe.answer(Answer.error(status, "api_error"), Answer.PRODUCT);
        assertThat(create().block()).isNotNull();
        assertThat(stripe.seen).hasSize(2);
        assertThat(stripe.seen)
                .extracting(request -> request.header("Idempotency-Key"))
                .containsOnly("product:p1:1");
        assertThat(stripe.seen)
                .extracting(Seen::body)
                .containsOnly(stripe.seen.getFirst().body());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404})
    void doesNotRepeatWhatIsRefused(int status) {
        stripe.answer(Answer.error(status, "invalid_request_error"), Answer.PRODUCT);
        assertThat(failure()).isNotNull();
        assertThat(stripe.seen).hasSize(1);
    }

    @Test
    void obeysStripeWhenItSaysNotToTryAgain() {
        stripe.answer(Answer.error(500, "api_error").shouldRetry(false), Answer.PRODUCT);
        assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(stripe.seen).hasSize(1);
    }

    @Test
    void obeysStripeWhenItSaysToTryAgain() {
        stripe.answer(Answer.error(400, "invalid_request_error").shouldRetry(true), Answer.PRODUCT);
        assertThat(create().block()).isNotNull();
        assertThat(stripe.seen).hasSize(2);
    }

    @Test
    void takesASuccessAlthoughItSaysNotToTryAgain() {
        stripe.answer(Answer.PRODUCT.shouldRetry(false));
        assertThat(create().block()).isNotNull();
    }

    @Test
    void triesAgainAfterABrokenConnection() {
        stripe.answer(Answer.RESET, Answer.PRODUCT);
        assertThat(create().block()).isNotNull();
        assertThat(stripe.seen)
                .extracting(request -> request.header("Idempotency-Key"))
                .containsOnly("product:p1:1");
    }

    @Test
    void triesAgainAfterAnAnswerThatDoesNotCome() {
        patience(Duration.ofMillis(300));
        stripe.answer(Answer.PRODUCT.after(Duration.ofSeconds(30)), Answer.PRODUCT);
        assertThat(create().block()).isNotNull();
        assertThat(stripe.seen).hasSize(2);
    }

    @Test
    void givesUpInTheEnd() {
        stripe.answer(Answer.error(500, "api_error"));
        assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(stripe.seen).hasSize(3);
    }

    @Test
    void endsAtTheDeadlineHoweverManyTriesAreLeft() {
        StripeProperties p = StripeClients.properties(stripe.base(), Duration.ofSeconds(20));
        replace(new StripeProperties(
                p.apiBase(),
                p.secretKey(),
                p.apiVersion(),
                p.webhookSecrets(),
                p.attemptTimeout(),
                Duration.ofMillis(400),
                p.maxAttempts(),
                p.retryDelay(),
                p.maxConnections(),
                p.maxCalls(),
                p.breakerOpenFor()));
        stripe.answer(Answer.PRODUCT.after(Duration.ofSeconds(30)));
        assertThat(failure().stripeCode()).isEqualTo("timeout");
        assertThat(stripe.seen).hasSize(1);
    }

    @Test
    void sendsNothingWhileStripeIsDownAndComesBackWhenItIsUp() {
        stripe.answer(Answer.error(500, "api_error"));
        Flux.range(0, 4).concatMap(_ -> create().onErrorComplete()).blockLast();
        int sent = stripe.seen.size();
        StripeFailure refused = failure();
        assertThat(refused.stripeCode()).isEqualTo("circuit_open");
        assertThat(refused.code().status().value()).isEqualTo(503);
        assertThat(refused.headers().getFirst("Retry-After")).isNotNull();
        assertThat(stripe.seen).hasSize(sent);

        stripe.answer(Answer.PRODUCT);
        assertThat(create().retryWhen(Retry.fixedDelay(200, Duration.ofMillis(25)))
                        .block())
                .isNotNull();
    }

    @Test
    void keepsSendingWhenItIsOnlyOurMistake() {
        stripe.answer(Answer.error(400, "invalid_request_error"));
        Flux.range(0, 25).concatMap(_ -> create().onErrorComplete()).blockLast();
        assertThat(stripe.seen).hasSize(25);
        assertThat(failure().kind()).isEqualTo(Kind.INVALID_REQUEST);
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
        stripe.answer(Answer.PRODUCT.after(Duration.ofMillis(300)));
        assertThat(Flux.range(0, 5)
                        .flatMap(
                                _ -> create().map(_ -> "ok")
                                        .onErrorResume(StripeFailure.class, StripeRetriesTest::word),
                                5)
                        .collectList()
                        .block())
                .containsExactlyInAnyOrder("ok", "ok", "busy", "busy", "busy");
    }

    private static Mono<String> word(StripeFailure failure) {
        return Mono.justOrEmpty(failure.stripeCode());
    }

    private void patience(Duration attemptTimeout) {
        replace(StripeClients.properties(stripe.base(), attemptTimeout));
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
