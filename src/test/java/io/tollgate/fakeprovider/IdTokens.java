package io.tollgate.fakeprovider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes id_tokens, right and wrong ones. */
final class IdTokens {

    private static final Duration TTL = Duration.ofHours(1);

    private final AtomicInteger generation = new AtomicInteger();
    private final String issuer;
    private final Clock clock;
    private final RSAKey forger = key("forger");
    private volatile RSAKey current = next();

    IdTokens(String issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    /** The old key is no longer published. */
    void rotate() {
        current = next();
    }

    String keySet() {
        return new JWKSet(current.toPublicJWK()).toString();
    }

    String make(FakeAccount account, String audience, @Nullable String nonce, Set<Mischief> mischief) {
        JWTClaimsSet claims = claims(account, audience, nonce, mischief);
        try {
            if (mischief.contains(Mischief.ID_NOT_A_TOKEN)) {
                return "not.a.token";
            }
            if (mischief.contains(Mischief.ID_UNSIGNED)) {
                return new PlainJWT(claims).serialize();
            }
            if (mischief.contains(Mischief.ID_HMAC_WITH_PUBLIC_KEY)) {
                return hmac(claims);
            }
            return rsa(claims, mischief);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In the name of somebody else than who publishes the keys. */
    String by(String someIssuer, FakeAccount account, String audience) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder(claims(account, audience, null, Set.of()))
                .issuer(someIssuer)
                .build();
        try {
            return rsa(claims, Set.of());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String rsa(JWTClaimsSet claims, Set<Mischief> mischief) throws JOSEException {
        boolean forged = mischief.contains(Mischief.ID_FORGED)
                || mischief.contains(Mischief.ID_BRINGS_ITS_KEY)
                || mischief.contains(Mischief.ID_UNKNOWN_KEY);
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(mischief.contains(Mischief.ID_UNKNOWN_KEY) ? "made-up" : current.getKeyID());
        if (mischief.contains(Mischief.ID_BRINGS_ITS_KEY)) {
            header.jwk(forger.toPublicJWK());
        }
        SignedJWT jwt = new SignedJWT(header.build(), claims);
        jwt.sign(new RSASSASigner(forged ? forger : current));
        return jwt.serialize();
    }

    private String hmac(JWTClaimsSet claims) throws JOSEException {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .keyID(current.getKeyID())
                .build();
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(new MACSigner(current.toRSAPublicKey().getEncoded()));
        return jwt.serialize();
    }

    private JWTClaimsSet claims(FakeAccount account, String audience, @Nullable String nonce, Set<Mischief> mischief) {
        Instant now = clock.instant();
        Instant end = mischief.contains(Mischief.ID_EXPIRED) ? now.minus(Duration.ofMinutes(2)) : now.plus(TTL);
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(mischief.contains(Mischief.ID_WRONG_ISSUER) ? "https://accounts.evil.test" : issuer)
                .issueTime(Date.from(now))
                // Two tokens of one second are two tokens.
                .jwtID(Long.toString(System.nanoTime()))
                .claim("name", account.name())
                .claim("picture", "https://pictures.test/" + account.id());
        if (!mischief.contains(Mischief.ID_WITHOUT_EXPIRY)) {
            claims.expirationTime(Date.from(end));
        }
        if (!mischief.contains(Mischief.ID_WITHOUT_SUBJECT)) {
            claims.subject(account.subject());
        }
        if (!mischief.contains(Mischief.ID_WITHOUT_AUDIENCE)) {
            claims.audience(audiences(audience, mischief));
        }
        if (!mischief.contains(Mischief.ID_WITHOUT_NONCE)) {
            claims.claim("nonce", mischief.contains(Mischief.ID_WRONG_NONCE) ? "another" : nonce);
        }
        if (!mischief.contains(Mischief.ID_WITHOUT_EMAIL) && account.email() != null) {
            claims.claim("email", account.email());
            claims.claim("email_verified", emailVerified(account, mischief));
            if (!mischief.contains(Mischief.PERSONAL_ACCOUNT)) {
                claims.claim("hd", account.email().substring(account.email().indexOf('@') + 1));
            }
        }
        return claims.build();
    }

    private static Object emailVerified(FakeAccount account, Set<Mischief> mischief) {
        return mischief.contains(Mischief.ID_EMAIL_VERIFIED_AS_TEXT)
                ? Boolean.toString(account.emailVerified())
                : Boolean.valueOf(account.emailVerified());
    }

    private static List<String> audiences(String audience, Set<Mischief> mischief) {
        if (mischief.contains(Mischief.ID_WRONG_AUDIENCE)) {
            return List.of("somebody-else");
        }
        return mischief.contains(Mischief.ID_SECOND_AUDIENCE) ? List.of(audience, "somebody-else") : List.of(audience);
    }

    private RSAKey next() {
        return key("key-" + generation.incrementAndGet());
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
