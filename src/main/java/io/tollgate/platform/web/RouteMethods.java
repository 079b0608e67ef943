package io.tollgate.platform.web;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.server.ServerWebExchange;

/**
 * Tells a wrong method from an unknown path. A functional route that does not match says nothing of why, so the routes are
 * asked again with every other method; this happens for failed requests only.
 */
@Component
class RouteMethods {

    private static final Set<HttpMethod> METHODS =
            Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    private final ObjectProvider<RouterFunction<?>> routes;

    RouteMethods(ObjectProvider<RouterFunction<?>> routes) {
        this.routes = routes;
    }

    /** 405 with {@code Allow} (RFC 9110 §15.5.6) when the path exists, else 404. */
    ApiException notFound(ServerWebExchange exchange) {
        Set<String> allowed = METHODS.stream()
                .filter(method -> method != exchange.getRequest().getMethod())
                .filter(method -> matches(exchange, method))
                .map(HttpMethod::name)
                .collect(Collectors.toCollection(TreeSet::new));
        if (allowed.contains(HttpMethod.GET.name())) {
            allowed.add(HttpMethod.HEAD.name());
        }
        return allowed.isEmpty()
                ? new ApiException(ErrorCode.NOT_FOUND)
                : new ApiException(ErrorCode.METHOD_NOT_ALLOWED).header("Allow", String.join(", ", allowed));
    }

    /** True when a route answers this very request. */
    boolean exists(ServerWebExchange exchange) {
        return matches(exchange, exchange.getRequest().getMethod());
    }

    private boolean matches(ServerWebExchange exchange, HttpMethod method) {
        PathProbe probe = new PathProbe(exchange, method);
        return routes.orderedStream().anyMatch(probe::matchedBy);
    }
}
