package io.tollgate.auth.social;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Calls to one provider: within a time, behind its circuit breaker, and every trouble a {@link ProviderFailure}. */
final class ProviderHttp {

    /** No status, since nothing came back. */
    private static final int NO_CONNECTION = -1;

    private final WebClient http;
    private final JsonMapper json;
    private final CircuitBreaker breaker;
    private final Duration timeout;

    ProviderHttp(WebClient http, JsonMapper json, CircuitBreaker breaker, Duration timeout) {
        this.http = http;
        this.json = json;
        this.breaker = breaker;
        this.timeout = timeout;
    }

    /** A good answer: its body and how long it may be kept. */
    record Answer(byte[] body, Duration maxAge) {}

    /** Sent once, whatever happens: a code that was taken is not taken again. */
    <T> Mono<T> post(String url, Map<String, String> form, Class<T> type) {
        MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
        form.forEach(fields::add);
        return call(
                http.post().uri(URI.create(url)).body(BodyInserters.fromFormData(fields)),
                answer -> parse(answer.body(), type));
    }

    <T> Mono<T> get(String url, String accessToken, Class<T> type) {
        return call(
                        http.get().uri(URI.create(url)).headers(headers -> headers.setBearerAuth(accessToken)),
                        answer -> parse(answer.body(), type))
                .retryWhen(Retry.max(1).filter(ProviderHttp::cannotHurtToRepeat));
    }

    Mono<Answer> get(String url) {
        return call(http.get().uri(URI.create(url)), Function.identity())
                .retryWhen(Retry.max(1).filter(ProviderHttp::cannotHurtToRepeat));
    }

    /** http or https, with a host. */
    static boolean areUrls(String... urls) {
        return Arrays.stream(urls).allMatch(url -> url.matches("https?://[^/\\s]+(/\\S*)?"));
    }

    private <T> Mono<T> call(WebClient.RequestHeadersSpec<?> request, Function<Answer, T> reader) {
        return request.accept(MediaType.APPLICATION_JSON)
                .exchangeToMono(response -> response.toEntity(byte[].class))
                .timeout(timeout)
                .map(answer -> reader.apply(check(answer)))
                .onErrorMap(ProviderHttp::failure)
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .onErrorMap(CallNotPermittedException.class, _ -> new ProviderFailure(Refusal.PROVIDER_UNAVAILABLE));
    }

    private static Answer check(ResponseEntity<byte[]> answer) {
        HttpStatusCode status = answer.getStatusCode();
        if (status.is2xxSuccessful()) {
            byte[] body = answer.getBody();
            return new Answer(body == null ? new byte[0] : body, MaxAge.of(answer.getHeaders()));
        }
        boolean outage = status.is5xxServerError() || status.value() == 429;
        throw new ProviderFailure(outage ? Refusal.PROVIDER_UNAVAILABLE : Refusal.EXCHANGE_REFUSED, status.value());
    }

    private <T> T parse(byte[] body, Class<T> type) {
        try {
            T value = json.readValue(body, type);
            if (value == null) {
                throw new ProviderFailure(Refusal.ANSWER_UNREADABLE);
            }
            return value;
        } catch (JacksonException _) {
            throw new ProviderFailure(Refusal.ANSWER_UNREADABLE);
        }
    }

    /** Whatever went wrong on the way: no connection, no answer in time, an answer without end. */
    private static Throwable failure(Throwable fault) {
        return fault instanceof ProviderFailure
                ? fault
                : new ProviderFailure(Refusal.PROVIDER_UNAVAILABLE, statusOf(fault));
    }

    private static int statusOf(Throwable fault) {
        return fault instanceof WebClientRequestException ? NO_CONNECTION : 0;
    }

    private static boolean cannotHurtToRepeat(Throwable fault) {
        return fault instanceof ProviderFailure failure && failure.status() == NO_CONNECTION;
    }
}
