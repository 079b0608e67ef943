package io.tollgate.platform.openapi;

import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Builds the API document away from the event loops: whoever asks first waits for it, a second or two, and nobody else does.
 * Not built at the start, where it would cost every start what few will read. The pages that show it come from an archive, which is read
 * there too.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
class DocumentOffTheLoop implements WebFilter {

    private final List<String> paths;

    DocumentOffTheLoop(
            @Value("${springdoc.api-docs.path}") String document, @Value("${springdoc.swagger-ui.path}") String page) {
        this.paths = List.of(document, page, "/webjars/", "/swagger-ui/");
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().value();
        return paths.stream().anyMatch(path::startsWith)
                ? chain.filter(exchange).subscribeOn(Schedulers.boundedElastic())
                : chain.filter(exchange);
    }
}
