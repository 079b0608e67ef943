package io.tollgate.platform.ratelimit;

import io.tollgate.platform.ratelimit.Policy.By;
import io.tollgate.platform.ratelimit.RateLimitProperties.RouteProperties;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Which policies a request falls under by its method and path alone. */
@Component
class RouteLimits {

    private static final Set<By> WITHOUT_HANDLER = EnumSet.of(By.IP, By.ACCOUNT, By.SERVICE_TOKEN);
    private static final Route NONE = new Route(Set.of(), List.of(), List.of(), List.of());

    private final List<Route> routes;

    RouteLimits(RateLimitProperties properties, Policies policies) {
        List<Route> compiled = properties.routes().stream()
                .map(route -> compile(route, policies))
                .toList();
        routes = properties.enabled() ? compiled : List.of();
    }

    /**
     * @param byAddress known before anyone has signed in
     * @param bySignedIn known only afterwards
     */
    record Route(Set<HttpMethod> methods, List<PathPattern> paths, List<Policy> byAddress, List<Policy> bySignedIn) {

        boolean matches(HttpMethod method, PathContainer path) {
            return (methods.isEmpty() || methods.contains(method))
                    && paths.stream().anyMatch(pattern -> pattern.matches(path));
        }
    }

    Route of(ServerHttpRequest request) {
        HttpMethod method = request.getMethod() == HttpMethod.HEAD ? HttpMethod.GET : request.getMethod();
        PathContainer path = request.getPath().pathWithinApplication();
        for (Route route : routes) {
            if (route.matches(method, path)) {
                return route;
            }
        }
        return NONE;
    }

    private static Route compile(RouteProperties route, Policies policies) {
        List<Policy> named = route.policies().stream().map(policies::named).toList();
        named.stream().filter(policy -> !WITHOUT_HANDLER.contains(policy.by())).forEach(policy -> {
            throw new IllegalArgumentException("tollgate.rate-limits.routes: " + policy.name()
                    + " counts by what only a handler knows, so it cannot stand at a route");
        });
        return new Route(
                route.methods().stream().map(HttpMethod::valueOf).collect(Collectors.toUnmodifiableSet()),
                route.paths().stream()
                        .map(PathPatternParser.defaultInstance::parse)
                        .toList(),
                named.stream().filter(policy -> policy.by() == By.IP).toList(),
                named.stream().filter(policy -> policy.by() != By.IP).toList());
    }
}
