package io.tollgate.auth.token;

import io.tollgate.auth.session.Revocations;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.List;
import java.util.UUID;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Turns a bearer token into whom it speaks for: an access token into a {@link io.tollgate.user.SignedIn}, another kind into what
 * that kind says. Neither Redis nor the database is asked for access tokens: signature, expiry and revocation are all decided in
 * memory.
 */
@Component
class BearerAuthentication implements ReactiveAuthenticationManager {

    private final AccessTokenVerifier verifier;
    private final VerifiedTokens verified;
    private final SigningKeys keys;
    private final Revocations revocations;
    private final List<TokenKind> otherKinds;

    BearerAuthentication(
            AccessTokenVerifier verifier,
            VerifiedTokens verified,
            SigningKeys keys,
            Revocations revocations,
            List<TokenKind> otherKinds) {
        this.verifier = verifier;
        this.verified = verified;
        this.keys = keys;
        this.revocations = revocations;
        this.otherKinds = List.copyOf(otherKinds);
    }

    @Override
    public Mono<Authentication> authenticate(Authentication authentication) {
        return Mono.just(authentication)
                .ofType(BearerTokenAuthenticationToken.class)
                .map(BearerTokenAuthenticationToken::getToken)
                .flatMap(this::authenticate)
                .onErrorMap(ApiException.class, BearerAuthentication::refusal);
    }

    private Mono<Authentication> authenticate(String token) {
        for (TokenKind kind : otherKinds) {
            if (kind.owns(token)) {
                return kind.authenticate(token);
            }
        }
        return verify(token).map(this::admit);
    }

    private Mono<AccessToken> verify(String token) {
        AccessToken known = verified.find(token);
        // Its key may have been retired since it was verified.
        return known != null && keys.find(known.kid()).isPresent()
                ? Mono.just(known)
                : verifier.verify(token).doOnNext(valid -> verified.remember(token, valid));
    }

    private Authentication admit(AccessToken token) {
        UUID impersonation = token.impersonation();
        if (revocations.cover(token.bearer().sessionId())
                || (impersonation != null && revocations.cover(impersonation))) {
            throw new ApiException(ErrorCode.SESSION_ENDED);
        }
        return new BearerOfToken(token.bearer());
    }

    /** The gate answers with the cause; Spring's own message would tell too much. */
    private static InvalidBearerTokenException refusal(ApiException reason) {
        return new InvalidBearerTokenException(reason.detail(), reason);
    }
}
