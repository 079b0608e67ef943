package io.tollgate.platform.ratelimit;

import io.tollgate.platform.web.ClientAddresses;
import java.security.Principal;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Applies a route's limits by user or service account, once a valid token has said who it is; who has none is an address. */
@Component
@Order(SignedInFilter.ORDER)
class SignedInFilter implements WebFilter {

    /** Right behind the gate that knows whose token it is. */
    static final int ORDER = -90;

    private final RouteLimits routes;
    private final RateLimits limits;
    private final ClientAddresses addresses;

    SignedInFilter(RouteLimits routes, RateLimits limits, ClientAddresses addresses) {
        this.routes = routes;
        this.limits = limits;
        this.addresses = addresses;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        List<Policy> policies = routes.of(exchange.getRequest()).bySignedIn();
        return policies.isEmpty()
                ? chain.filter(exchange)
                : charge(policies, exchange).then(Mono.defer(() -> chain.filter(exchange)));
    }

    private Mono<Void> charge(List<Policy> policies, ServerWebExchange exchange) {
        return exchange.getPrincipal()
                .map(Principal::getName)
                .switchIfEmpty(Mono.fromSupplier(() -> AddressBucket.of(addresses.of(exchange.getRequest()))))
                .flatMap(who -> limits.charge(
                        policies.stream().map(policy -> Charge.of(policy, who)).toList(), exchange));
    }
}
