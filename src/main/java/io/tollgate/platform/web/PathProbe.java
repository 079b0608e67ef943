package io.tollgate.platform.web;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The same request with another method, held against each route's predicate without running its handler. */
final class PathProbe implements RouterFunctions.Visitor {

    private final ServerRequest request;
    private final Deque<RequestPredicate> nesting = new ArrayDeque<>();
    private boolean matched;

    PathProbe(ServerWebExchange exchange, HttpMethod method) {
        ServerWebExchange probe = exchange.mutate()
                .request(exchange.getRequest().mutate().method(method).build())
                .build();
        this.request = ServerRequest.create(probe, List.of());
    }

    boolean matchedBy(RouterFunction<?> routes) {
        routes.accept(this);
        return matched;
    }

    @Override
    public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
        matched = matched || (nesting.stream().allMatch(outer -> outer.test(request)) && predicate.test(request));
    }

    @Override
    public void startNested(RequestPredicate predicate) {
        nesting.push(predicate);
    }

    @Override
    public void endNested(RequestPredicate predicate) {
        nesting.pop();
    }

    @Override
    public void resources(Function<ServerRequest, Mono<Resource>> lookup) {
        // Static files answer GET only and are no routes of the API.
    }

    @Override
    public void attributes(Map<String, Object> attributes) {
        // Documentation, not a condition.
    }

    @Override
    public void unknown(RouterFunction<?> routes) {
        // Nothing can be known of it.
    }
}
