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
import reactor.core.publisher.Mono;

/** When a call is tried again, and when it is not. */
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
        replace(StripeClients.hasty(stripe.base()));
        stripe.answer(Answer.PRODUCT.after(Duration.ofSeconds(30)), Answer.PRODUCT);
        assertThat(create().block()).isNotNull();
        assertThat(stripe.seen).hasSize(2);
        assertThat(stripe.seen)
                .extracting(request -> request.header("Idempotency-Key"))
                .containsOnly("product:p1:1");
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
        assertThat(stripe.seen).hasSizeLessThan(2);
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
