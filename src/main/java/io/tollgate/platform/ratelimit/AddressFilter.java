package io.tollgate.platform.ratelimit;

import io.tollgate.platform.web.ClientAddresses;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Applies a route's limits by address, before a token is looked at: guessing tokens is limited too. */
@Component
@Order(AddressFilter.ORDER)
class AddressFilter implements WebFilter {

    /** The gate, which looks at tokens, stands at -100 (ADR 11). */
    static final int ORDER = -110;

    private final RouteLimits routes;
    private final RateLimits limits;
    private final ClientAddresses addresses;

    AddressFilter(RouteLimits routes, RateLimits limits, ClientAddresses addresses) {
        this.routes = routes;
        this.limits = limits;
        this.addresses = addresses;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        List<Policy> policies = routes.of(exchange.getRequest()).byAddress();
        if (policies.isEmpty()) {
            return chain.filter(exchange);
        }
        String address = AddressBucket.of(addresses.of(exchange.getRequest()));
        List<Charge> charges =
                policies.stream().map(policy -> Charge.of(policy, address)).toList();
        return limits.charge(charges, exchange).then(Mono.defer(() -> chain.filter(exchange)));
    }
}
