package io.tollgate.auth.token;

import io.tollgate.platform.web.WebProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * The cookie in which browsers keep the refresh token: no script can read it, and no page of another site makes the browser
 * send it. Over TLS it carries the {@code __Secure-} prefix, so that nobody on a plain connection can plant one.
 */
@Component
class RefreshCookie {

    private final String name;
    private final boolean secure;
    private final Clock clock;

    RefreshCookie(WebProperties web, Clock clock) {
        this.secure = web.secure();
        this.name = secure ? "__Secure-refresh_token" : "refresh_token";
        this.clock = clock;
    }

    /** The token the request's cookie holds; null when there is none. */
    @Nullable String of(ServerRequest request) {
        HttpCookie cookie = request.cookies().getFirst(name);
        return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
    }

    ResponseCookie holding(String token, Instant expiresAt) {
        return cookie(token, Duration.between(clock.instant(), expiresAt));
    }

    /** Makes the browser forget it: the same attributes, no time left. */
    ResponseCookie cleared() {
        return cookie("", Duration.ZERO);
    }

    private ResponseCookie cookie(String value, Duration maxAge) {
        return ResponseCookie.from(name, value)
                .httpOnly(true)
                .secure(secure)
                .sameSite("Strict")
                .path("/")
                .maxAge(maxAge.isNegative() ? Duration.ZERO : maxAge)
                .build();
    }
}
