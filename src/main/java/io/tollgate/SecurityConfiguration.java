package io.tollgate;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.Problems;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.util.matcher.OrServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;

/**
 * Who may reach which path. Two chains: what anyone may read passes no security filter at all; everything else is open or
 * wants a bearer token, as the lists below say. Whether the token's user is active or an administrator, each handler asks
 * {@link io.tollgate.user.CurrentUser}.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

    /** Open to anyone for reading. */
    private static final List<String> OPEN_READS = List.of(
            "/billing/plans",
            "/billing/plans/*",
            "/.well-known/jwks.json",
            "/healthz",
            "/livez",
            "/readyz",
            "/actuator/**",
            "/docs/**",
            "/v3/api-docs/**",
            "/swagger-ui/**",
            "/webjars/**");

    /** Open whatever the method. A stale bearer token in the header must not stop a login or a refresh. */
    private static final List<String> OPEN = List.of(
            "/register",
            "/login",
            "/refresh-token",
            "/logout",
            "/verify",
            "/billing/stripe/webhook",
            "/me/email/confirm",
            "/me/email/cancel");

    @Bean
    @Order(0)
    SecurityWebFilterChain open(ServerHttpSecurity http) {
        List<ServerWebExchangeMatcher> matchers = Stream.concat(
                        OPEN_READS.stream().map(path -> matcher(path, HttpMethod.GET)),
                        OPEN.stream().map(path -> matcher(path, null)))
                .toList();
        return bare(http)
                .securityMatcher(new OrServerWebExchangeMatcher(matchers))
                .build();
    }

    @Bean
    @Order(1)
    SecurityWebFilterChain everythingElse(
            ServerHttpSecurity http, ReactiveAuthenticationManager bearerTokens, Problems problems) {
        ServerAuthenticationEntryPoint unauthenticated =
                (exchange, fault) -> problems.write(exchange, problems.unauthenticated(exchange, fault));
        return bare(http)
                .oauth2ResourceServer(tokens -> tokens.jwt(jwt -> jwt.authenticationManager(bearerTokens))
                        .authenticationEntryPoint(unauthenticated))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(unauthenticated)
                        .accessDeniedHandler(
                                (exchange, _) -> problems.write(exchange, new ApiException(ErrorCode.FORBIDDEN))))
                .authorizeExchange(paths -> paths.anyExchange().authenticated())
                .build();
    }

    @Bean
    SecurityObservationSettings quiet() {
        // Spans and timers per filter cost a quarter of a request's CPU; http.server.requests tells enough.
        return SecurityObservationSettings.noObservations();
    }

    private static ServerHttpSecurity bare(ServerHttpSecurity http) {
        return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
                .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
                .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
                .logout(ServerHttpSecurity.LogoutSpec::disable)
                .headers(ServerHttpSecurity.HeaderSpec::disable)
                .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance());
    }

    private static ServerWebExchangeMatcher matcher(String path, @Nullable HttpMethod method) {
        return new PathPatternParserServerWebExchangeMatcher(path, method);
    }
}
