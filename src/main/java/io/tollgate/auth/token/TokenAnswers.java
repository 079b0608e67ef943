package io.tollgate.auth.token;

import io.tollgate.user.UserView;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Hands tokens out: a browser gets the refresh token as a cookie that no script can read, everybody else in the body. */
@Component
public class TokenAnswers {

    private static final String BEARER = "Bearer";

    private final RefreshCookie cookie;

    TokenAnswers(RefreshCookie cookie) {
        this.cookie = cookie;
    }

    /** After a login: {@code {token, refresh_token, type, user}}. */
    public Mono<ServerResponse> signedIn(ServerRequest request, Grant grant) {
        return answer(request, grant, UserView.of(grant.user()));
    }

    /** After a refresh: {@code {token, refresh_token, type}}. */
    Mono<ServerResponse> refreshed(ServerRequest request, Grant grant) {
        return answer(request, grant, null);
    }

    /** After a change that renewed them: {@code {message, token, refresh_token, type}}. */
    public Mono<ServerResponse> renewed(ServerRequest request, Grant grant, String message) {
        ServerResponse.BodyBuilder answer = ServerResponse.ok().cacheControl(CacheControl.noStore());
        return Origins.isBrowser(request)
                ? answer.cookie(cookie.holding(grant.refreshToken(), grant.refreshExpiresAt()))
                        .bodyValue(new RenewedTokens(message, grant.accessToken(), null, BEARER))
                : answer.bodyValue(new RenewedTokens(message, grant.accessToken(), grant.refreshToken(), BEARER));
    }

    private Mono<ServerResponse> answer(ServerRequest request, Grant grant, @Nullable UserView user) {
        ServerResponse.BodyBuilder answer = ServerResponse.ok().cacheControl(CacheControl.noStore());
        return Origins.isBrowser(request)
                ? answer.cookie(cookie.holding(grant.refreshToken(), grant.refreshExpiresAt()))
                        .bodyValue(new TokenAnswer(grant.accessToken(), null, BEARER, user))
                : answer.bodyValue(new TokenAnswer(grant.accessToken(), grant.refreshToken(), BEARER, user));
    }
}
