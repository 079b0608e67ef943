package io.tollgate.platform.web;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses a body that announces itself as too large before any of it is read, and closes the connection so that the rest need not
 * be. One that announces nothing (chunked) is cut off by the decoder at the same size.
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
                ? Mono.error(() -> new ApiException(ErrorCode.BODY_TOO_LARGE).header(HttpHeaders.CONNECTION, "close"))
                : chain.filter(exchange);
    }
}
