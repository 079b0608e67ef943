package io.tollgate.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.auth.session.SessionProperties;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import io.tollgate.user.SignedIn;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Verifies access tokens by the list of RFC 8725: our own key by its id and with the algorithm of that key, our type, issuer
 * and audience, an expiry that is there and has not come. A key that a token brings along is a reason to refuse it.
 */
@Component
class AccessTokenVerifier {

    /** The clocks of our own nodes: nobody else issues these tokens. */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    /** Ours have less than half of this. */
    private static final int MAX_LENGTH = 4_096;

    private final SigningKeys keys;
    private final TokenProperties properties;
    private final Duration accessTtl;
    private final Clock clock;

    AccessTokenVerifier(SigningKeys keys, TokenProperties properties, SessionProperties sessions, Clock clock) {
        this.keys = keys;
        this.properties = properties;
        this.accessTtl = sessions.accessTtl();
        this.clock = clock;
    }

    /** Errors with 401 {@code token_expired} or {@code token_invalid}, never saying what exactly was wrong. */
    Mono<AccessToken> verify(String token) {
        SignedJWT jwt = parse(token);
        String kid = jwt.getHeader().getKeyID();
        if (kid == null) {
            throw invalid();
        }
        return keys.find(kid)
                .map(key -> Mono.just(verify(jwt, key)))
                .orElseGet(() -> keys.findAfterReload(kid)
                        .map(key -> verify(jwt, key))
                        .switchIfEmpty(Mono.error(AccessTokenVerifier::invalid)));
    }

    private static SignedJWT parse(String token) {
        if (token.length() > MAX_LENGTH) {
            throw invalid();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            requireOurHeader(jwt.getHeader());
            return jwt;
        } catch (ParseException | IllegalArgumentException _) {
            throw invalid();
        }
    }

    private static void requireOurHeader(JWSHeader header) {
        boolean bringsItsKey = header.getJWK() != null
                || header.getJWKURL() != null
                || header.getX509CertURL() != null
                || header.getX509CertChain() != null;
        if (bringsItsKey || !AccessTokens.TYPE.equals(header.getType())) {
            throw invalid();
        }
    }

    private AccessToken verify(SignedJWT jwt, SigningKey key) {
        try {
            if (!key.algorithm().equals(jwt.getHeader().getAlgorithm()) || !jwt.verify(key.verifier())) {
                throw invalid();
            }
            return check(jwt.getJWTClaimsSet(), key.kid());
        } catch (JOSEException | ParseException | IllegalArgumentException _) {
            throw invalid();
        }
    }

    private AccessToken check(JWTClaimsSet claims, String kid) throws ParseException {
        if (!properties.issuer().equals(claims.getIssuer())
                || !claims.getAudience().contains(properties.audience())
                || claims.getJWTID() == null) {
            throw invalid();
        }
        SignedIn bearer = bearer(claims);
        UUID impersonation = bearer.impersonated() ? uuid(claims.getJWTID()) : null;
        return new AccessToken(bearer, requireAlive(claims), kid, impersonation);
    }

    private static SignedIn bearer(JWTClaimsSet claims) throws ParseException {
        Long authenticatedAt = claims.getLongClaim("auth_time");
        List<String> methods = claims.getStringListClaim("amr");
        Map<String, Object> actor = claims.getJSONObjectClaim("act");
        return new SignedIn(
                uuid(claims.getSubject()),
                uuid(claims.getStringClaim("sid")),
                authenticatedAt == null ? Instant.EPOCH : Instant.ofEpochSecond(authenticatedAt),
                methods == null ? List.of() : methods,
                actor == null ? null : uuid(String.valueOf(actor.get("sub"))));
    }

    /**
     * Until its {@code exp}, and no longer than tokens live by now: the end of a session is remembered no longer than that, so that a
     * token from before {@code ACCESS_TOKEN_TTL} was lowered would outlive it.
     */
    private Instant requireAlive(JWTClaimsSet claims) {
        Instant now = clock.instant();
        Date expiry = claims.getExpirationTime();
        Date issued = claims.getIssueTime();
        Date notBefore = claims.getNotBeforeTime();
        if (expiry == null
                || issued == null
                || (notBefore != null && notBefore.toInstant().isAfter(now.plus(CLOCK_SKEW)))) {
            throw invalid();
        }
        Instant oldest = issued.toInstant().plus(accessTtl);
        Instant end = (expiry.toInstant().isBefore(oldest) ? expiry.toInstant() : oldest).plus(CLOCK_SKEW);
        if (!now.isBefore(end)) {
            throw new ApiException(ErrorCode.TOKEN_EXPIRED);
        }
        return end;
    }

    private static UUID uuid(@Nullable String text) {
        if (text == null) {
            throw invalid();
        }
        return UUID.fromString(text);
    }

    private static ApiException invalid() {
        return new ApiException(ErrorCode.TOKEN_INVALID);
    }
}
