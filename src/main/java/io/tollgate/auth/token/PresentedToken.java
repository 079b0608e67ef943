package io.tollgate.auth.token;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.Body;
import io.tollgate.platform.web.ErrorCode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/**
 * Finds the refresh token in a request: in the cookie (then the request must come from an allowed origin), in the JSON body, or,
 * as the clients of the original system send it, in the query. A query may end up in logs, which is why it can be switched off.
 */
@Component
class PresentedToken {

    private final Body body;
    private final RefreshCookie cookie;
    private final Origins origins;
    private final boolean queryToken;

    PresentedToken(Body body, RefreshCookie cookie, Origins origins, TokenProperties properties) {
        this.body = body;
        this.cookie = cookie;
        this.origins = origins;
        this.queryToken = properties.queryToken();
    }

    /** Empty when there is none; 403 {@code origin_not_allowed}; 400 when two different ones are presented. */
    Mono<String> in(ServerRequest request) {
        return Mono.defer(() -> {
            String fromCookie = cookie.of(request);
            if (fromCookie != null) {
                origins.requireAllowed(request);
            }
            return body(request).mapNotNull(sent -> onlyOne(fromCookie, sent, request));
        });
    }

    private Mono<RefreshRequest> body(ServerRequest request) {
        boolean hasBody = request.headers().contentLength().orElse(0) > 0
                || request.headers().firstHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        return hasBody
                ? body.of(request, RefreshRequest.class).onErrorResume(PresentedToken::nothingSent, _ -> nothing())
                : nothing();
    }

    private @Nullable String onlyOne(@Nullable String fromCookie, RefreshRequest sent, ServerRequest request) {
        String fromQuery = queryToken ? request.queryParam("token").orElse(null) : null;
        List<String> tokens = Stream.of(fromCookie, sent.refreshToken(), sent.token(), fromQuery)
                .filter(Objects::nonNull)
                .filter(token -> !token.isBlank())
                .distinct()
                .toList();
        if (tokens.size() > 1) {
            throw new ApiException(ErrorCode.INVALID_REQUEST, "Send one refresh token, not several");
        }
        return tokens.isEmpty() ? null : tokens.getFirst();
    }

    private static boolean nothingSent(Throwable fault) {
        return fault instanceof ApiException problem && problem.code() == ErrorCode.BODY_REQUIRED;
    }

    private static Mono<RefreshRequest> nothing() {
        return Mono.just(RefreshRequest.EMPTY);
    }
}
