package io.tollgate.auth.token;

import io.tollgate.auth.token.RotationResult.Ended;
import io.tollgate.auth.token.RotationResult.Expired;
import io.tollgate.auth.token.RotationResult.Reused;
import io.tollgate.auth.token.RotationResult.Rotated;
import io.tollgate.auth.token.RotationResult.Unknown;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ClientAddresses;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.platform.web.RequestFacts;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@Component
class RefreshHandler {

    private final PresentedToken presented;
    private final RefreshTokens tokens;
    private final Rotation rotation;
    private final RotationTrail trail;
    private final Grants grants;
    private final TokenAnswers answers;
    private final RefreshCookie cookie;
    private final ClientAddresses addresses;

    RefreshHandler(
            PresentedToken presented,
            RefreshTokens tokens,
            Rotation rotation,
            RotationTrail trail,
            Grants grants,
            TokenAnswers answers,
            RefreshCookie cookie,
            ClientAddresses addresses) {
        this.presented = presented;
        this.tokens = tokens;
        this.rotation = rotation;
        this.trail = trail;
        this.grants = grants;
        this.answers = answers;
        this.cookie = cookie;
        this.addresses = addresses;
    }

    Mono<ServerResponse> refresh(ServerRequest request) {
        return presented
                .in(request)
                .switchIfEmpty(Mono.error(
                        () -> new ApiException(ErrorCode.REFRESH_TOKEN_MISSING, "Refresh token is missing.")))
                .flatMap(text -> read(text, addresses.facts(request)))
                .flatMap(token -> rotation.rotate(token, addresses.facts(request)))
                .map(RefreshHandler::familyOrRefusal)
                .flatMap(grants::grant)
                .flatMap(grant -> answers.refreshed(request, grant))
                .onErrorMap(ApiException.class, refusal -> withoutCookie(request, refusal));
    }

    private Mono<RefreshToken> read(String text, RequestFacts facts) {
        return tokens.read(text)
                .map(Mono::just)
                .orElseGet(() -> trail.malformed(facts)
                        .then(Mono.error(() -> new ApiException(ErrorCode.REFRESH_TOKEN_INVALID, "Invalid token"))));
    }

    private static Family familyOrRefusal(RotationResult result) {
        return switch (result) {
            case Rotated(Family family) -> family;
            case Expired _ -> throw new ApiException(ErrorCode.TOKEN_EXPIRED);
            case Unknown _ -> throw new ApiException(ErrorCode.REFRESH_TOKEN_INVALID, "Refresh token not recognized");
            case Ended _ -> throw new ApiException(ErrorCode.SESSION_ENDED, "Refresh token has been revoked");
            case Reused _ -> throw new ApiException(ErrorCode.REFRESH_TOKEN_REUSED);
        };
    }

    /** A dead token stays dead: the browser need not send it again. */
    private ApiException withoutCookie(ServerRequest request, ApiException refusal) {
        boolean dead = refusal.code().status() == HttpStatus.UNAUTHORIZED && cookie.of(request) != null;
        return dead ? refusal.header(HttpHeaders.SET_COOKIE, cookie.cleared().toString()) : refusal;
    }
}
