package io.tollgate.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.text.ParseException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key pair for access tokens. It signs and verifies with its own algorithm only, whatever a token's header asks for
 * (RFC 8725 §3.1).
 *
 * @param jwk with the private part
 * @param generation 0 for a key from a file
 * @param signsFrom when it takes over
 * @param retiredAt since when nothing it has signed counts; null for a good key
 */
record SigningKey(
        int generation,
        JWSAlgorithm algorithm,
        JWK jwk,
        JWSSigner signer,
        JWSVerifier verifier,
        Instant createdAt,
        Instant signsFrom,
        @Nullable Instant retiredAt) {

    private static final int RSA_BITS = 2048;

    /** A new key. Costs up to a second of CPU for RSA. */
    static SigningKey generate(int generation, JWSAlgorithm algorithm, String kid, Instant now, Instant signsFrom) {
        try {
            return of(generation, newKey(algorithm, kid), now, signsFrom, null);
        } catch (JOSEException e) {
            throw new IllegalStateException("Cannot make a key for " + algorithm, e);
        }
    }

    /** @param json a JWK with the private part, the algorithm and the id */
    static SigningKey parse(
            int generation, String json, Instant createdAt, Instant signsFrom, @Nullable Instant retiredAt) {
        try {
            return of(generation, JWK.parse(json), createdAt, signsFrom, retiredAt);
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("Signing key " + generation + " cannot be read", e);
        }
    }

    /** @param jwk with algorithm and id */
    static SigningKey fromFile(JWK jwk) {
        try {
            return of(0, jwk, Instant.EPOCH, Instant.EPOCH, null);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("this kind of key cannot sign", e);
        }
    }

    boolean retired() {
        return retiredAt != null;
    }

    boolean signsAt(Instant now) {
        return !retired() && !signsFrom.isAfter(now);
    }

    String kid() {
        return jwk.getKeyID();
    }

    /** Whether signing costs so little that an event loop may do it. */
    boolean quick() {
        return JWSAlgorithm.Family.EC.contains(algorithm);
    }

    JWSHeader header() {
        return new JWSHeader.Builder(algorithm)
                .type(AccessTokens.TYPE)
                .keyID(kid())
                .build();
    }

    private static SigningKey of(
            int generation, JWK jwk, Instant createdAt, Instant signsFrom, @Nullable Instant retiredAt)
            throws JOSEException {
        JWSAlgorithm algorithm = JWSAlgorithm.parse(jwk.getAlgorithm().getName());
        return new SigningKey(
                generation,
                algorithm,
                jwk,
                new DefaultJWSSignerFactory().createJWSSigner(jwk, algorithm),
                new DefaultJWSVerifierFactory()
                        .createJWSVerifier(new JWSHeader(algorithm), ((AsymmetricJWK) jwk).toPublicKey()),
                createdAt,
                signsFrom,
                retiredAt);
    }

    private static JWK newKey(JWSAlgorithm algorithm, String kid) throws JOSEException {
        if (JWSAlgorithm.Family.EC.contains(algorithm)) {
            return new ECKeyGenerator(
                            Curve.forJWSAlgorithm(algorithm).iterator().next())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(algorithm)
                    .keyID(kid)
                    .generate();
        }
        return new RSAKeyGenerator(RSA_BITS)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(algorithm)
                .keyID(kid)
                .generate();
    }
}
