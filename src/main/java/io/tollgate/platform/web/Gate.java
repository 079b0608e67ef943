package io.tollgate.platform.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets a request through if its path is open or its bearer token valid (RFC 6750 §2.1, the header only), and says whose it is. In the
 * place of Spring Security's filter chain, which took a third of the CPU of an authenticated read (ADR 11); its
 * authentication manager and its tokens are used as they are.
 */
@Component
@Order(Gate.ORDER)
class Gate implements WebFilter {

    static final int ORDER = -100;

    private static final String SCHEME = "Bearer ";

    private final List<OpenPaths> open;
    private final ReactiveAuthenticationManager bearerTokens;
    private final Problems problems;

    Gate(List<OpenPaths> open, ReactiveAuthenticationManager bearerTokens, Problems problems) {
        this.open = open;
        this.bearerTokens = bearerTokens;
        this.problems = problems;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (AmbiguousPath.test(request.getURI().getRawPath())) {
            return problems.write(exchange, new ApiException(ErrorCode.INVALID_REQUEST));
        }
        Mono<Void> answer = isOpen(request) ? chain.filter(exchange) : admit(exchange, chain);
        // Each operator further in asks for the context; it need not climb through the filters for it.
        return answer.contextWrite(Function.identity());
    }

    private boolean isOpen(ServerHttpRequest request) {
        for (OpenPaths paths : open) {
            if (paths.cover(request)) {
                return true;
            }
        }
        return false;
    }

    private Mono<Void> admit(ServerWebExchange exchange, WebFilterChain chain) {
        String token = token(exchange.getRequest());
        if (token == null) {
            return problems.write(exchange, problems.unauthenticated(exchange, null));
        }
        return bearerTokens
                .authenticate(new BearerTokenAuthenticationToken(token))
                .<Check>map(Valid::new)
                // Here and not further down: what the handlers throw is not about the token.
                .onErrorResume(AuthenticationException.class, fault -> Mono.just(new Invalid(fault)))
                .flatMap(check -> switch (check) {
                    case Valid(Authentication who) -> chain.filter(by(who, exchange));
                    case Invalid(AuthenticationException fault) ->
                        problems.write(exchange, problems.unauthenticated(exchange, fault));
                });
    }

    private sealed interface Check {}

    private record Valid(Authentication who) implements Check {}

    private record Invalid(AuthenticationException fault) implements Check {}

    /** Null where there is none. Two are none: which of them counts, each reader would answer differently. */
    private static @Nullable String token(ServerHttpRequest request) {
        List<String> headers = request.getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (headers.size() != 1) {
            return null;
        }
        String header = headers.getFirst();
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String token = header.substring(SCHEME.length()).strip();
        return token.isEmpty() ? null : token;
    }

    private static ServerWebExchange by(Authentication who, ServerWebExchange exchange) {
        return exchange.mutate().principal(Mono.just(who)).build();
    }
}
