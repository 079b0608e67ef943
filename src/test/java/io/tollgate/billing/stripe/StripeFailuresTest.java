package io.tollgate.billing.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tollgate.billing.stripe.StripeFailure.Kind;
import io.tollgate.billing.stripe.StripeStub.Answer;
import io.tollgate.platform.web.ErrorCode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

/** Which failure each bad answer becomes. */
class StripeFailuresTest {

    private final StripeStub stripe = new StripeStub(Answer.PRODUCT);
    private final StripeClients clients = StripeClients.to(stripe.base());

    @AfterEach
    void stop() {
        clients.close();
        stripe.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, INVALID_REQUEST, 502",
        "400, idempotency_error, IDEMPOTENCY, 502",
        "401, invalid_request_error, AUTHENTICATION, 502",
        "403, invalid_request_error, AUTHENTICATION, 502",
        "402, card_error, CARD, 502",
        "404, invalid_request_error, NOT_FOUND, 502",
        "409, idempotency_error, IDEMPOTENCY, 503",
        "429, invalid_request_error, RATE_LIMITED, 503",
        "500, api_error, UNAVAILABLE, 503",
        "503, api_error, UNAVAILABLE, 503"
    })
    void becomesAProblem(int status, String type, Kind kind, int problem) {
        stripe.answer(Answer.error(status, type));
        StripeFailure failure = failure();
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.requestId()).isEqualTo("req_1");
        assertThat(failure.code().status().value()).isEqualTo(problem);
        assertThat(failure.headers().getFirst(HttpHeaders.RETRY_AFTER) != null).isEqualTo(problem == 503);
    }

    @Test
    void keepsCodeAndParameterButNotTheMessage() {
        stripe.answer(new Answer(404, Map.of(), """
                {"error": {"type": "invalid_request_error", "code": "resource_missing", "param": "id",
                 "message": "No such customer: jo@example.com"}}""", Duration.ZERO));
        StripeFailure failure = failure();
        assertThat(failure.stripeCode()).isEqualTo("resource_missing");
        assertThat(failure.param()).isEqualTo("id");
        assertThat(failure.toString() + failure.getMessage() + failure.detail())
                .doesNotContain("jo@example.com")
                .doesNotContain("sk_test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Bad gateway</html>", "", "[]", "{\"error\": \"no\"}", "{\"error\": {\"type\": {}}}"})
    void livesWithErrorsThatAreNotStripes(String body) {
        stripe.answer(new Answer(502, Map.of(), body, Duration.ZERO));
        assertThat(failure().kind()).isEqualTo(Kind.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Please log in</html>", "", "[]", "{\"id\": ", "{\"id\": {\"a\": 1}}"})
    void doesNotBelieveAGoodStatusWithoutAnObject(String body) {
        stripe.answer(Answer.ok(body));
        StripeFailure failure = failure();
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.stripeCode()).isEqualTo("answer_unreadable");
        assertThat(failure.code()).isEqualTo(ErrorCode.PAYMENT_PROVIDER_UNAVAILABLE);
    }

    @Test
    void saysUnavailableWhenNobodyListens() {
        stripe.close();
        assertThat(failure().stripeCode()).isEqualTo("connection");
    }

    @Test
    void countsCallsByOperationAndOutcome() {
        stripe.answer(Answer.error(404, "invalid_request_error"));
        assertThat(failure().kind()).isEqualTo(Kind.NOT_FOUND);
        assertThat(clients.metrics
                        .get("tollgate.stripe.calls")
                        .tags("operation", "products.create", "outcome", "not_found")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    private StripeFailure failure() {
        return catchThrowableOfType(
                StripeFailure.class,
                () -> clients.products
                        .create(IdempotencyKey.of("product", "p1", 1), new NewStripeProduct("Pro", null, Map.of()))
                        .block());
    }
}
