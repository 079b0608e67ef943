package io.tollgate.billing.stripe;

import io.netty.handler.timeout.ReadTimeoutException;
import java.net.URI;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.core.publisher.Mono;

/** One try of one call: request out, bytes of a good answer back, anything else as {@link StripeFailure}. */
final class StripeTransport {

    private final WebClient http;
    private final String base;

    StripeTransport(WebClient http, String base) {
        this.http = http;
        this.base = base;
    }

    Mono<byte[]> send(StripeCall call) {
        return request(call)
                .exchangeToMono(response -> response.toEntity(byte[].class))
                .map(StripeTransport::check)
                .onErrorMap(StripeTransport::failure);
    }

    private WebClient.RequestHeadersSpec<?> request(StripeCall call) {
        if (call.method() != HttpMethod.POST) {
            return http.method(call.method()).uri(URI.create(base + call.path() + StripeForm.query(call.params())));
        }
        WebClient.RequestBodySpec request =
                http.post().uri(URI.create(base + call.path())).contentType(MediaType.APPLICATION_FORM_URLENCODED);
        if (call.key() != null) {
            request.header("Idempotency-Key", call.key().value());
        }
        return request.bodyValue(StripeForm.body(call.params()));
    }

    private static byte[] check(ResponseEntity<byte[]> answer) {
        byte[] body = answer.getBody() == null ? new byte[0] : answer.getBody();
        if (answer.getStatusCode().is2xxSuccessful()) {
            return body;
        }
        HttpHeaders headers = answer.getHeaders();
        throw StripeErrors.of(answer.getStatusCode().value(), headers, body);
    }

    private static Throwable failure(Throwable fault) {
        return switch (fault) {
            case StripeFailure failure -> failure;
            case DataBufferLimitException _ -> StripeFailure.unavailable("answer_too_large", false);
            case WebClientRequestException e
            when e.getCause() instanceof ReadTimeoutException -> StripeFailure.unavailable("timeout", true);
            case WebClientRequestException _ -> StripeFailure.unavailable("connection", true);
            default -> StripeFailure.unavailable("answer_unreadable", true);
        };
    }
}
