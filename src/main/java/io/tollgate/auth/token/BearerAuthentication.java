package io.tollgate.auth.token;

import io.tollgate.auth.session.Revocations;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Turns a bearer token into the {@link io.tollgate.user.SignedIn} it speaks for. Neither Redis nor the database is asked:
 * signature, expiry and revocation are all decided in memory.
 */
@Component
class BearerAuthentication implements ReactiveAuthenticationManager {

    private final AccessTokenVerifier verifier;
    private final VerifiedTokens verified;
    private final Revocations revocations;

    BearerAuthentication(AccessTokenVerifier verifier, VerifiedTokens verified, Revocations revocations) {
        this.verifier = verifier;
        this.verified = verified;
        this.revocations = revocations;
    }

    @Override
    public Mono<Authentication> authenticate(Authentication authentication) {
        return Mono.just(authentication)
                .ofType(BearerTokenAuthenticationToken.class)
                .map(BearerTokenAuthenticationToken::getToken)
                .flatMap(this::verify)
                .map(this::admit)
                .onErrorMap(ApiException.class, BearerAuthentication::refusal);
    }

    private Mono<AccessToken> verify(String token) {
        AccessToken known = verified.find(token);
        return known != null
                ? Mono.just(known)
                : verifier.verify(token).doOnNext(valid -> verified.remember(token, valid));
    }

    private Authentication admit(AccessToken token) {
        if (revocations.cover(token.bearer().sessionId())) {
            throw new ApiException(ErrorCode.SESSION_ENDED);
        }
        return new BearerOfToken(token.bearer());
    }

    /** What the entry point looks for in the cause; Spring's own message would tell too much. */
    private static InvalidBearerTokenException refusal(ApiException reason) {
        return new InvalidBearerTokenException(reason.detail(), reason);
    }
}
