package io.tollgate.auth.token;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.CurrentUser;
import io.tollgate.user.SignedIn;
import java.util.Objects;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Logging out works with whichever token is at hand: a refresh token in any state (RFC 7009 §2.2: an unknown one is no error), or
 * an access token, even of a session that has ended. So an expired access token locks nobody in.
 */
@Component
class LogoutHandler {

    private static final String BEARER = "Bearer ";
    private static final String NO_TOKEN = "";

    private final PresentedToken presented;
    private final RefreshTokens refreshTokens;
    private final AccessTokenVerifier accessTokens;
    private final Logout logout;
    private final RefreshCookie cookie;
    private final CurrentUser currentUser;
    private final ClientAddresses addresses;

    LogoutHandler(
            PresentedToken presented,
            RefreshTokens refreshTokens,
            AccessTokenVerifier accessTokens,
            Logout logout,
            RefreshCookie cookie,
            CurrentUser currentUser,
            ClientAddresses addresses) {
        this.presented = presented;
        this.refreshTokens = refreshTokens;
        this.accessTokens = accessTokens;
        this.logout = logout;
        this.cookie = cookie;
        this.currentUser = currentUser;
        this.addresses = addresses;
    }

    Mono<ServerResponse> thisSession(ServerRequest request) {
        return impersonation(request)
                .flatMap(token -> logout.endImpersonation(
                                token, Objects.requireNonNull(token.impersonation()), addresses.facts(request))
                        .then(ServerResponse.noContent()
                                .cacheControl(CacheControl.noStore())
                                .build()))
                .switchIfEmpty(Mono.defer(() -> ownSession(request)));
    }

    /** Of an administrator in a user's place: then their own session, whose cookie may be there too, is not meant. */
    private Mono<AccessToken> impersonation(ServerRequest request) {
        return bearer(request)
                .flatMap(accessTokens::verify)
                .onErrorComplete(ApiException.class)
                .filter(token -> token.impersonation() != null);
    }

    private Mono<ServerResponse> ownSession(ServerRequest request) {
        return presented
                .in(request)
                .defaultIfEmpty(NO_TOKEN)
                .flatMapMany(token -> token.equals(NO_TOKEN) ? byAccessToken(request) : byRefreshToken(token, request))
                .distinct()
                .concatMap(who -> logout.end(who, addresses.facts(request)))
                .then(Mono.defer(this::loggedOut));
    }

    Mono<ServerResponse> everywhere(ServerRequest request) {
        return currentUser
                .signedIn(request)
                .flatMap(who -> logout.endAll(who, addresses.facts(request)))
                .then(Mono.defer(this::loggedOut));
    }

    /** An access token beside it may be of another session; if it is not valid, the refresh token is enough. */
    private Flux<SignedIn> byRefreshToken(String token, ServerRequest request) {
        return Mono.justOrEmpty(refreshTokens.read(token))
                .map(known -> new SignedIn(known.userId(), known.sessionId()))
                .switchIfEmpty(Mono.defer(
                        () -> logout.malformed(addresses.facts(request)).then(Mono.empty())))
                .concatWith(byAccessToken(request).onErrorComplete(ApiException.class));
    }

    private Flux<SignedIn> byAccessToken(ServerRequest request) {
        return bearer(request)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.NOT_AUTHENTICATED)
                        .header(HttpHeaders.WWW_AUTHENTICATE, BEARER.strip())))
                .flatMap(accessTokens::verify)
                .map(AccessToken::bearer)
                .flux();
    }

    private static Mono<String> bearer(ServerRequest request) {
        return Mono.justOrEmpty(request.headers().firstHeader(HttpHeaders.AUTHORIZATION))
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    private Mono<ServerResponse> loggedOut() {
        return ServerResponse.noContent()
                .cacheControl(CacheControl.noStore())
                .cookie(cookie.cleared())
                .build();
    }
}
