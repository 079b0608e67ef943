package io.tollgate.auth.passkey;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A key pair as authenticators make them, with its public half as COSE_Key. */
record AuthenticatorKey(KeyPair pair, String algorithm, byte[] cose) {

    static AuthenticatorKey es256() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPublicKey key = (ECPublicKey) pair.getPublic();
            return new AuthenticatorKey(
                    pair,
                    "SHA256withECDSA",
                    cose(
                            Map.entry(1, 2),
                            Map.entry(3, -7),
                            Map.entry(-1, 1),
                            Map.entry(-2, unsigned(key.getW().getAffineX(), 32)),
                            Map.entry(-3, unsigned(key.getW().getAffineY(), 32))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static AuthenticatorKey ed25519() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = pair.getPublic().getEncoded();
            byte[] x = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            return new AuthenticatorKey(
                    pair, "Ed25519", cose(Map.entry(1, 1), Map.entry(3, -8), Map.entry(-1, 6), Map.entry(-2, x)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static AuthenticatorKey rs256(int bits) {
        return rsa(bits, -257);
    }

    /** @param algorithm as COSE numbers it */
    static AuthenticatorKey rsa(int bits, int algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4));
            KeyPair pair = generator.generateKeyPair();
            RSAPublicKey key = (RSAPublicKey) pair.getPublic();
            return new AuthenticatorKey(pair, "SHA256withRSA", rsaCose(key.getModulus(), bits / 8, algorithm));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A public key that nobody needs the other half of. */
    AuthenticatorKey claiming(BigInteger modulus, int bytes) {
        return new AuthenticatorKey(pair, algorithm, rsaCose(modulus, bytes, -257));
    }

    byte[] sign(byte[] data) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(pair.getPrivate());
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] rsaCose(BigInteger modulus, int bytes, int algorithm) {
        return cose(
                Map.entry(1, 3),
                Map.entry(3, algorithm),
                Map.entry(-1, unsigned(modulus, bytes)),
                Map.entry(-2, new byte[] {1, 0, 1}));
    }

    @SafeVarargs
    private static byte[] cose(Map.Entry<Integer, Object>... entries) {
        Map<Integer, Object> map = new LinkedHashMap<>();
        for (Map.Entry<Integer, Object> entry : entries) {
            map.put(entry.getKey(), entry.getValue());
        }
        return Cbor.of(map);
    }

    private static byte[] unsigned(BigInteger number, int length) {
        byte[] signed = number.toByteArray();
        byte[] result = new byte[length];
        int kept = Math.min(signed.length, length);
        System.arraycopy(signed, signed.length - kept, result, length - kept, kept);
        return result;
    }
}
