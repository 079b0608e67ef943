package io.tollgate.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.platform.secret.SecretKeys;
import io.tollgate.platform.secret.SecretKeys.Purpose;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.springframework.stereotype.Component;

/**
 * Signs and reads refresh tokens: HS256 JWTs, since only we read them. Key, type and audience are their own, so that neither
 * kind of token passes for the other (RFC 8725 §3.11, §3.12). One that was signed before the deployment's secret changed is good
 * until it expires, as long as the secret of then is given; its child is signed with the current one. The signature keeps made-up tokens away from the database; what a
 * token is worth, its row says.
 */
@Component
class RefreshTokens {

    static final JOSEObjectType TYPE = new JOSEObjectType("rt+jwt");

    private static final int MAX_LENGTH = 2_048;
    private static final JWSHeader HEADER =
            new JWSHeader.Builder(JWSAlgorithm.HS256).type(TYPE).build();

    private final MACSigner signer;
    private final List<MACVerifier> verifiers = new ArrayList<>();
    private final TokenProperties properties;

    RefreshTokens(SecretKeys keys, TokenProperties properties) throws JOSEException {
        List<SecretKey> all = keys.deriveAll(Purpose.REFRESH_TOKENS, "HmacSHA256");
        this.signer = new MACSigner(all.getFirst());
        for (SecretKey key : all) {
            verifiers.add(new MACVerifier(key));
        }
        this.properties = properties;
    }

    String sign(RefreshToken token) {
        SignedJWT jwt = new SignedJWT(
                HEADER,
                new JWTClaimsSet.Builder()
                        .issuer(properties.issuer())
                        .audience(properties.refreshAudience())
                        .subject(token.userId().toString())
                        .claim("sid", token.sessionId().toString())
                        .claim("gen", token.generation())
                        .jwtID(token.id().toString())
                        .issueTime(Date.from(token.issuedAt()))
                        .expirationTime(Date.from(token.expiresAt()))
                        .build());
        try {
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("HMAC does not work here", e);
        }
    }

    /** Empty for what is not a refresh token of ours. It may have expired, been used or revoked. */
    Optional<RefreshToken> read(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            SignedJWT jwt = SignedJWT.parse(text);
            return isOurs(jwt) ? Optional.of(token(jwt.getJWTClaimsSet())) : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException | NullPointerException _) {
            // A claim that is missing or of another form: only somebody with our key could have signed that.
            return Optional.empty();
        }
    }

    private boolean isOurs(SignedJWT jwt) throws JOSEException, ParseException {
        JWSHeader header = jwt.getHeader();
        return JWSAlgorithm.HS256.equals(header.getAlgorithm())
                && TYPE.equals(header.getType())
                && verified(jwt)
                && properties.issuer().equals(jwt.getJWTClaimsSet().getIssuer())
                && jwt.getJWTClaimsSet().getAudience().contains(properties.refreshAudience());
    }

    private boolean verified(SignedJWT jwt) throws JOSEException {
        for (MACVerifier verifier : verifiers) {
            if (jwt.verify(verifier)) {
                return true;
            }
        }
        return false;
    }

    private static RefreshToken token(JWTClaimsSet claims) throws ParseException {
        return new RefreshToken(
                UUID.fromString(claims.getJWTID()),
                UUID.fromString(claims.getStringClaim("sid")),
                UUID.fromString(claims.getSubject()),
                Objects.requireNonNull(claims.getIntegerClaim("gen")),
                claims.getIssueTime().toInstant(),
                claims.getExpirationTime().toInstant());
    }
}
