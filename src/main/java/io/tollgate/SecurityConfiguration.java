package io.tollgate;

import io.tollgate.platform.web.OpenPaths;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Who may reach which path: what stands here is open to anyone; everything else wants a bearer token. Whether the token's user is
 * active or an administrator, each handler asks {@link io.tollgate.user.CurrentUser}.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /** Open to anyone for reading. */
    private static final List<String> OPEN_READS = List.of(
            "/billing/plans",
            "/billing/plans/*",
            "/billing/plans/*/charges",
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
            "/login/mfa",
            "/login/mfa/passkey/options",
            "/login/passkey",
            "/login/passkey/options",
            "/login/code",
            "/request/login-code",
            "/forget-password",
            "/new-password",
            "/refresh-token",
            "/logout",
            "/verify",
            "/google/login",
            "/github/login",
            "/auth/social/**",
            "/billing/stripe/webhook",
            "/billing/paymob/webhook",
            "/me/email/confirm",
            "/me/email/cancel");

    @Bean
    OpenPaths openPaths() {
        return new OpenPaths(OPEN_READS, OPEN);
    }
}
