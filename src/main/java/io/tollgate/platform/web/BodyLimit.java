package io.tollgate.platform.web;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses a body that announces itself as too large before any of it is read. One that announces nothing (chunked) is cut off by
 * the decoder at the same size.
 *
 * <p>The connection stays open: closing it under a client that still sends resets it, and the answer is lost with it. What still
 * comes is thrown away, within the bounds of {@link SlowClientsProperties}.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 4)
class BodyLimit implements WebFilter {

    private final long maxBytes;

    BodyLimit(@Value("${spring.http.codecs.max-in-memory-size}") DataSize max) {
        this.maxBytes = max.toBytes();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return exchange.getRequest().getHeaders().getContentLength() > maxBytes
                ? Mono.error(() -> new ApiException(ErrorCode.BODY_TOO_LARGE))
                : chain.filter(exchange);
    }
}
