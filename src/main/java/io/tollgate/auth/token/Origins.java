package io.tollgate.auth.token;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.WebProperties;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Whose pages may use the refresh cookie. A browser sends the cookie by itself, so it proves nothing about who wanted the
 * request (CSRF); the Origin header does, and no page can forge it.
 */
@Component
public class Origins {

    private final Set<String> allowed;

    Origins(WebProperties web) {
        this.allowed = Set.copyOf(web.allowedOrigins());
    }

    void requireAllowed(ServerRequest request) {
        String origin = request.headers().firstHeader("Origin");
        if (origin == null || !allowed.contains(origin)) {
            throw new ApiException(ErrorCode.ORIGIN_NOT_ALLOWED);
        }
    }

    /**
     * Only browsers send these headers, and scripts can neither set nor remove them (Fetch Metadata). Sec-Fetch-Mode is not among
     * them: Node's fetch sends it as well, and has nowhere to keep a cookie.
     */
    public static boolean isBrowser(ServerRequest request) {
        return request.headers().firstHeader("Origin") != null
                || request.headers().firstHeader("Sec-Fetch-Site") != null
                || request.headers().firstHeader("Sec-Fetch-Dest") != null;
    }
}
