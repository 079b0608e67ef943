package io.tollgate.platform.jobs;

import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Takes the trace that a request belongs to into the jobs that it causes. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
class RequestTrace implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        List<String> headers = exchange.getRequest().getHeaders().get(Traceparent.HEADER);
        return headers == null
                ? chain.filter(exchange)
                : chain.filter(exchange).contextWrite(context -> Trace.into(context, Traceparent.parse(headers)));
    }
}
