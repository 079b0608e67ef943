package io.tollgate.auth.passkey;

import io.tollgate.auth.token.Origins;
import io.tollgate.platform.time.Secrets;
import io.tollgate.platform.web.WebProperties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Knows the browser a login's challenge was given to by a cookie: nobody gets another's browser to log in with an answer they made
 * themselves (login CSRF). All tabs of a browser share it. Apps keep no cookies, and are not led to foreign pages either.
 */
@Component
class LoginBrowser {

    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final Secrets secrets;
    private final PasskeyProperties properties;
    private final boolean secure;
    private final String name;

    LoginBrowser(Secrets secrets, PasskeyProperties properties, WebProperties web) {
        this.secrets = secrets;
        this.properties = properties;
        this.secure = web.secure();
        this.name = secure ? "__Host-passkey_login" : "passkey_login";
    }

    /** What the request's cookie holds, or, for a browser without one, what to put there; null for all others. */
    @Nullable String recogniseOrMake(ServerRequest request) {
        String known = recognise(request);
        return known == null && Origins.isBrowser(request) ? secrets.token() : known;
    }

    @Nullable String recognise(ServerRequest request) {
        HttpCookie cookie = request.cookies().getFirst(name);
        return cookie == null || !SECRET.matcher(cookie.getValue()).matches() ? null : cookie.getValue();
    }

    /** A browser that shows no cookie was never given a challenge, whatever it shows else. */
    boolean isStranger(ServerRequest request) {
        return Origins.isBrowser(request) && recognise(request) == null;
    }

    ResponseCookie cookie(String secret) {
        return ResponseCookie.from(name, secret)
                .httpOnly(true)
                .secure(secure)
                .sameSite("Strict")
                .path("/")
                .maxAge(properties.challengeTtl())
                .build();
    }
}
