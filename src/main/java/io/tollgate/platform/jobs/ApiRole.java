package io.tollgate.platform.jobs;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Duration;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Keeps a node without the role {@code api} from answering anything but whether it is well. 503, not 404: whoever is sent here
 * by mistake shall try another node, not believe that there is no such thing.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 4)
class ApiRole implements WebFilter {

    private static final Set<String> ALWAYS = Set.of("/livez", "/readyz", "/healthz");
    private static final String ACTUATOR = "/actuator";
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final boolean serves;

    ApiRole(Roles roles) {
        this.serves = roles.has(Roles.Role.API);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return serves || isOfEveryNode(exchange.getRequest().getPath().value())
                ? chain.filter(exchange)
                : Mono.error(() ->
                        new ApiException(ErrorCode.UNAVAILABLE, "This node does not serve the API").retryAfter(RETRY));
    }

    private static boolean isOfEveryNode(String path) {
        return ALWAYS.contains(path) || path.equals(ACTUATOR) || path.startsWith(ACTUATOR + "/");
    }
}
