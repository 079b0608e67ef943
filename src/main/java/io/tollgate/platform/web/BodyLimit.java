package io.tollgate.platform.web;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses a body that announces itself as too large before any of it is read. One that announces nothing (chunked) is cut off at
 * the same size where it is read.
 *
 * <p>The connection stays open: closing it under a client that still sends resets it, and the answer is lost with it. What still
 * comes is thrown away, within the bounds of {@link SlowClientsProperties}.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 4)
class BodyLimit implements WebFilter {

    private final BodyLimits limits;

    BodyLimit(BodyLimits limits) {
        this.limits = limits;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        return request.getHeaders().getContentLength()
                        > limits.of(request.getPath().value())
                ? Mono.error(() -> new ApiException(ErrorCode.BODY_TOO_LARGE))
                : chain.filter(exchange);
    }
}
