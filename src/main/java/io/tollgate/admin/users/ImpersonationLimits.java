package io.tollgate.admin.users;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Problems;
import io.tollgate.user.SignedIn;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Whoever acts in a user's place looks and changes nothing: no credential, address, factor or subscription, and nothing that some
 * later feature adds.
 */
@Component
@Order(ImpersonationLimits.ORDER)
class ImpersonationLimits implements WebFilter {

    /** Behind the gate, which knows whose token it is. */
    static final int ORDER = -95;

    private static final Set<HttpMethod> LOOKING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Problems problems;

    ImpersonationLimits(Problems problems) {
        this.problems = problems;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return LOOKING.contains(exchange.getRequest().getMethod())
                ? chain.filter(exchange)
                : exchange.getPrincipal()
                        .ofType(Authentication.class)
                        .map(ImpersonationLimits::impersonates)
                        .defaultIfEmpty(false)
                        .flatMap(refused -> refused ? problems.write(exchange, refusal()) : chain.filter(exchange));
    }

    private static boolean impersonates(Authentication who) {
        return who.getPrincipal() instanceof SignedIn signedIn && signedIn.impersonated();
    }

    private static ApiException refusal() {
        return new ApiException(ErrorCode.FORBIDDEN, "Not allowed while acting for a user");
    }
}
