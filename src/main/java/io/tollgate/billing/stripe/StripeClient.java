package io.tollgate.billing.stripe;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Calls Stripe and does not block. A call is tried again by Stripe's rules within one deadline; after many failures nothing is
 * sent for a while; and only so many calls run or wait at once. Whatever goes wrong is a {@link StripeFailure}.
 */
class StripeClient {

    /** Objects per page of a list; the most that Stripe gives. */
    static final long PAGE = 100;

    private final StripeTransport transport;
    private final StripeRetries retries;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;
    private final Duration callTimeout;
    private final MeterRegistry metrics;

    StripeClient(
            StripeTransport transport,
            StripeRetries retries,
            CircuitBreaker breaker,
            Bulkhead bulkhead,
            Duration callTimeout,
            MeterRegistry metrics) {
        this.transport = transport;
        this.retries = retries;
        this.breaker = breaker;
        this.bulkhead = bulkhead;
        this.callTimeout = callTimeout;
        this.metrics = metrics;
    }

    <T> Mono<T> call(StripeCall call, Function<JsonObject, T> reader) {
        return Mono.defer(() -> timed(call, attempts(call, reader)));
    }

    /** All pages, one after the other as they are asked for. @param page makes the call for the page after the given id */
    <T> Flux<T> list(Function<@Nullable String, StripeCall> page, Function<JsonObject, T> reader) {
        Function<JsonObject, StripePage<T>> pages = json -> StripeJson.page(json, reader);
        return Mono.defer(() -> call(page.apply(null), pages))
                .expand(last -> last.next() == null ? Mono.empty() : call(page.apply(last.next()), pages))
                .concatMapIterable(StripePage::data);
    }

    private <T> Mono<T> attempts(StripeCall call, Function<JsonObject, T> reader) {
        return transport
                .send(call)
                .map(body -> read(body, reader))
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .retryWhen(retries.retry())
                .timeout(callTimeout)
                .transformDeferred(BulkheadOperator.of(bulkhead))
                .onErrorMap(StripeClient::failure);
    }

    private static <T> T read(byte[] body, Function<JsonObject, T> reader) {
        try {
            return reader.apply(StripeJson.parse(body));
        } catch (JsonParseException | NullPointerException | ClassCastException | IllegalStateException _) {
            // A good status without the object that was promised: not from Stripe, so nobody knows what happened.
            throw StripeFailure.unavailable("answer_unreadable", true);
        }
    }

    private static Throwable failure(Throwable fault) {
        return switch (fault) {
            case CallNotPermittedException _ -> StripeFailure.unavailable("circuit_open", true);
            case BulkheadFullException _ -> StripeFailure.unavailable("busy", true);
            case TimeoutException _ -> StripeFailure.unavailable("timeout", true);
            default -> fault;
        };
    }

    private <T> Mono<T> timed(StripeCall call, Mono<T> answer) {
        Timer.Sample sample = Timer.start(metrics);
        return answer.doOnSuccess(_ -> sample.stop(timer(call, "ok")))
                .doOnError(StripeFailure.class, failure -> sample.stop(timer(call, outcome(failure))));
    }

    private static String outcome(StripeFailure failure) {
        return failure.kind().name().toLowerCase(Locale.ROOT);
    }

    private Timer timer(StripeCall call, String outcome) {
        return metrics.timer("tollgate.stripe.calls", "operation", call.operation(), "outcome", outcome);
    }
}
