package io.tollgate.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;

/**
 * A private key in PEM form (RFC 7468 §10: PKCS #8, not encrypted). Its id is its thumbprint (RFC 7638), so that every node that has
 * the file calls it the same.
 */
final class PemKey {

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final int MIN_RSA_BITS = 2048;

    private PemKey() {}

    /**
     * @param preferred the algorithm where the key leaves a choice, as RSA does
     * @throws IllegalArgumentException saying what is wrong, and nothing of the key
     */
    static JWK parse(String pem, JWSAlgorithm preferred) {
        try {
            PrivateKey key = privateKey(pem);
            return switch (key) {
                case RSAPrivateCrtKey rsa -> rsa(rsa, preferred);
                case ECPrivateKey ec -> ec(ec);
                default -> throw new IllegalArgumentException("neither an RSA nor an EC key");
            };
        } catch (GeneralSecurityException | JOSEException _) {
            // Without the cause: its text may hold parts of the key.
            throw new IllegalArgumentException("the key cannot be read");
        }
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        Matcher matcher = PRIVATE_KEY.matcher(pem);
        if (!matcher.find()) {
            throw new IllegalArgumentException(
                    "no unencrypted PKCS #8 key (BEGIN PRIVATE KEY); 'openssl pkcs8 -topk8 -nocrypt' makes one of others");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
            String kind = PrivateKeyInfo.getInstance(encoded)
                    .getPrivateKeyAlgorithm()
                    .getAlgorithm()
                    .getId();
            return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (IllegalArgumentException _) {
            throw new GeneralSecurityException("No ASN.1");
        }
    }

    private static JWK rsa(RSAPrivateCrtKey key, JWSAlgorithm preferred)
            throws GeneralSecurityException, JOSEException {
        if (key.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new IllegalArgumentException("an RSA key needs " + MIN_RSA_BITS + " bits or more");
        }
        RSAPublicKey publicKey = (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        return new RSAKey.Builder(publicKey)
                .privateKey(key)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.Family.RSA.contains(preferred) ? preferred : JWSAlgorithm.RS256)
                .keyIDFromThumbprint()
                .build();
    }

    private static JWK ec(ECPrivateKey key) throws JOSEException {
        Curve curve = Curve.forECParameterSpec(key.getParams());
        if (!Curve.P_256.equals(curve) && !Curve.P_384.equals(curve)) {
            throw new IllegalArgumentException("an EC key must be of the curve P-256 or P-384");
        }
        int bits = key.getParams().getCurve().getField().getFieldSize();
        ECPoint point = publicPoint(curve, key.getS());
        return new ECKey.Builder(
                        curve,
                        ECKey.encodeCoordinate(bits, point.getAffineXCoord().toBigInteger()),
                        ECKey.encodeCoordinate(bits, point.getAffineYCoord().toBigInteger()))
                .d(ECKey.encodeCoordinate(bits, key.getS()))
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(Curve.P_256.equals(curve) ? JWSAlgorithm.ES256 : JWSAlgorithm.ES384)
                .keyIDFromThumbprint()
                .build();
    }

    /** The file need not hold the public half, and the JDK does not compute it. */
    private static ECPoint publicPoint(Curve curve, BigInteger secret) {
        return CustomNamedCurves.getByName(curve.getName())
                .getG()
                .multiply(secret)
                .normalize();
    }
}
