package io.tollgate.auth.token;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.WebProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * The cookie in which browsers keep the refresh token: no script can read it, and no page of another site makes the browser
 * send it. Over TLS it carries the {@code __Host-} prefix (RFC 6265bis §4.1.3.2), so that nobody can plant one: not on a plain
 * connection, and not from another host of the domain, which would have a victim go on in the attacker's session.
 */
@Component
class RefreshCookie {

    private final String name;
    private final boolean secure;
    private final Clock clock;

    RefreshCookie(WebProperties web, Clock clock) {
        this.secure = web.secure();
        this.name = secure ? "__Host-refresh_token" : "refresh_token";
        this.clock = clock;
    }

    /**
     * The token the request's cookie holds; null when there is none. Errors with 400 {@code invalid_request} when there are two: one
     * of them was not set here, and nobody can tell which.
     */
    @Nullable String of(ServerRequest request) {
        List<HttpCookie> cookies = request.cookies().getOrDefault(name, List.of());
        if (cookies.size() > 1) {
            throw new ApiException(ErrorCode.INVALID_REQUEST, "Send one refresh token, not several");
        }
        return cookies.isEmpty() || cookies.getFirst().getValue().isEmpty()
                ? null
                : cookies.getFirst().getValue();
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
