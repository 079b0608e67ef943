package io.tollgate.platform.jobs;

import java.util.List;
import org.jspecify.annotations.Nullable;
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

    private final Spans spans;

    RequestTrace(Spans spans) {
        this.spans = spans;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String own = spans.of(exchange);
        List<String> headers = exchange.getRequest().getHeaders().get(Traceparent.HEADER);
        return own == null && headers == null
                ? chain.filter(exchange)
                : chain.filter(exchange)
                        .contextWrite(context -> Trace.into(context, own == null ? given(headers) : own));
    }

    private static @Nullable String given(@Nullable List<String> headers) {
        return headers == null ? null : Traceparent.parse(headers);
    }
}
