package io.tollgate.auth.social;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.auth.social.GoogleClaims.Info;
import io.tollgate.auth.social.ProvenIdentity.UsedToken;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Verifies id_tokens by OIDC Core §3.1.3.7 and RFC 8725: RS256 under a key that Google publishes, from Google, for us and nobody
 * else, not expired, with the expected nonce. A key that a token brings along is a reason to refuse it.
 */
final class GoogleIdTokens {

    /** ASVS 9.2.1. Google's clocks and ours. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    /** Google's are below 1.5 KB. */
    private static final int MAX_LENGTH = 8_192;

    private static final Pattern SUBJECT = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final GoogleKeys keys;
    private final Set<String> issuers;
    private final Clock clock;

    GoogleIdTokens(GoogleKeys keys, Set<String> issuers, Clock clock) {
        this.keys = keys;
        this.issuers = issuers;
        this.clock = clock;
    }

    /**
     * Errors with {@link ProviderFailure}: {@code TOKEN_INVALID} whatever is wrong with the token, or that Google's keys cannot be
     * had.
     *
     * @param audiences every audience of the token must be one of these
     */
    Mono<GoogleClaims> verify(String token, Set<String> audiences, Predicate<@Nullable String> nonce) {
        return Mono.defer(() -> {
            SignedJWT jwt = parse(token);
            return keys.find(jwt.getHeader().getKeyID())
                    .switchIfEmpty(Mono.error(GoogleIdTokens::invalid))
                    .map(key -> check(jwt, key, audiences, nonce));
        });
    }

    private static SignedJWT parse(String token) {
        if (token.length() > MAX_LENGTH) {
            throw invalid();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            requirePlainHeader(jwt.getHeader());
            return jwt;
        } catch (ParseException | IllegalArgumentException _) {
            throw invalid();
        }
    }

    private static void requirePlainHeader(JWSHeader header) {
        boolean bringsItsKey = header.getJWK() != null
                || header.getJWKURL() != null
                || header.getX509CertURL() != null
                || header.getX509CertChain() != null;
        if (bringsItsKey || header.getKeyID() == null || !JWSAlgorithm.RS256.equals(header.getAlgorithm())) {
            throw invalid();
        }
    }

    private GoogleClaims check(SignedJWT jwt, RSAKey key, Set<String> audiences, Predicate<@Nullable String> nonce) {
        try {
            if (!jwt.verify(new RSASSAVerifier(key))) {
                throw invalid();
            }
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Instant end = requireAlive(claims.getExpirationTime());
            requireForUs(claims, audiences, nonce);
            String signed = new String(jwt.getSigningInput(), StandardCharsets.US_ASCII);
            return new GoogleClaims(Info.of(claims), new UsedToken(signed, end));
        } catch (JOSEException | ParseException | IllegalArgumentException _) {
            throw invalid();
        }
    }

    private void requireForUs(JWTClaimsSet claims, Set<String> audiences, Predicate<@Nullable String> nonce)
            throws ParseException {
        List<String> audience = claims.getAudience();
        String subject = claims.getSubject();
        if (!issuers.contains(String.valueOf(claims.getIssuer()))
                || audience.isEmpty()
                || !audiences.containsAll(audience)
                || subject == null
                || !SUBJECT.matcher(subject).matches()
                || !nonce.test(claims.getStringClaim("nonce"))) {
            throw invalid();
        }
    }

    private Instant requireAlive(@Nullable Date expiry) {
        if (expiry == null) {
            throw invalid();
        }
        Instant end = expiry.toInstant().plus(CLOCK_SKEW);
        if (!clock.instant().isBefore(end)) {
            throw invalid();
        }
        return end;
    }

    private static ProviderFailure invalid() {
        return new ProviderFailure(Refusal.TOKEN_INVALID);
    }
}
