package io.tollgate.billing.paymob;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One request to Paymob, sent once: it knows no idempotency keys, so what got no answer is looked up, never sent again. */
final class PaymobHttp {

    private final WebClient http;
    private final JsonMapper json;
    private final CircuitBreaker breaker;
    private final String base;
    private final Duration timeout;

    PaymobHttp(WebClient http, JsonMapper json, CircuitBreaker breaker, String base, Duration timeout) {
        this.http = http;
        this.json = json;
        this.breaker = breaker;
        this.base = base;
        this.timeout = timeout;
    }

    /** @param authorization the whole header; empty for none */
    Mono<JsonNode> post(String path, String authorization, Object body) {
        return Mono.fromSupplier(() -> json.writeValueAsBytes(body))
                .flatMap(bytes -> sent(http.post()
                        .uri(URI.create(base + path))
                        .headers(headers -> authorize(headers, authorization))
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(bytes)));
    }

    Mono<JsonNode> get(String path, String authorization) {
        return sent(http.get().uri(URI.create(base + path)).headers(headers -> authorize(headers, authorization)));
    }

    private Mono<JsonNode> sent(WebClient.RequestHeadersSpec<?> request) {
        return request.accept(MediaType.APPLICATION_JSON)
                .exchangeToMono(answer -> answer.toEntity(byte[].class))
                .timeout(timeout)
                .map(this::read)
                .onErrorMap(PaymobHttp::failure)
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .onErrorMap(CallNotPermittedException.class, _ -> new PaymobFailure(0, "circuit_open"));
    }

    private static void authorize(HttpHeaders headers, String authorization) {
        if (!authorization.isEmpty()) {
            headers.set(HttpHeaders.AUTHORIZATION, authorization);
        }
    }

    private JsonNode read(ResponseEntity<byte[]> answer) {
        int status = answer.getStatusCode().value();
        if (!answer.getStatusCode().is2xxSuccessful()) {
            throw new PaymobFailure(status, "status_" + status);
        }
        try {
            byte[] body = answer.getBody();
            return json.readTree(body == null ? new byte[0] : body);
        } catch (JacksonException _) {
            throw new PaymobFailure(0, "answer_unreadable");
        }
    }

    private static Throwable failure(Throwable fault) {
        return switch (fault) {
            case PaymobFailure failure -> failure;
            case TimeoutException _ -> new PaymobFailure(0, "timeout");
            default -> new PaymobFailure(0, "connection");
        };
    }
}
