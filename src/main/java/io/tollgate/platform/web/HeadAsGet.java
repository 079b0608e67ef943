package io.tollgate.platform.web;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Answers HEAD wherever GET is answered (RFC 9110 §9.3.2), which functional routes do not do by themselves. The body is left out
 * on the way to the wire, its length is told.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
class HeadAsGet implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return exchange.getRequest().getMethod() == HttpMethod.HEAD
                ? chain.filter(exchange.mutate()
                        .request(request -> request.method(HttpMethod.GET))
                        .build())
                : chain.filter(exchange);
    }
}
