package io.tollgate.auth.social;

import io.tollgate.platform.web.WebProperties;
import io.tollgate.user.User;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * The cookie that ties a flow to the browser that began it. Lax, since the provider's redirect comes from another site. Over TLS it
 * has the {@code __Host-} prefix: no neighbouring subdomain can plant one (login CSRF).
 */
@Component
class StateCookie {

    private final boolean secure;
    private final Duration ttl;

    StateCookie(WebProperties web, SocialProperties properties) {
        this.secure = web.secure();
        this.ttl = properties.flowTtl();
    }

    Optional<BrowserSecret> of(ServerRequest request, User.Provider provider) {
        HttpCookie cookie = request.cookies().getFirst(name(provider));
        return BrowserSecret.of(cookie == null ? null : cookie.getValue());
    }

    ResponseCookie holding(BrowserSecret secret, User.Provider provider) {
        return cookie(provider, secret.value(), ttl);
    }

    ResponseCookie cleared(User.Provider provider) {
        return cookie(provider, "", Duration.ZERO);
    }

    private ResponseCookie cookie(User.Provider provider, String value, Duration maxAge) {
        return ResponseCookie.from(name(provider), value)
                .httpOnly(true)
                .secure(secure)
                .sameSite("Lax")
                .path("/")
                .maxAge(maxAge)
                .build();
    }

    private String name(User.Provider provider) {
        return (secure ? "__Host-" : "") + "oauth_state_" + provider.value();
    }
}
