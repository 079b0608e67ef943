package io.tollgate.platform.secret;

import io.tollgate.platform.secret.SecretKeys.Purpose;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** One of the deployment's secrets, from which the key of each purpose is derived with HKDF-SHA256 (RFC 5869). */
final class RootKey {

    static final int ID_BYTES = 8;

    private static final int KEY_BYTES = 32;

    private final SecretKey root;
    private final byte[] id;

    /** A derivation is two to three HMACs; a login would make it twice. */
    private final Map<Purpose, byte[]> derived = new ConcurrentHashMap<>();

    /** @param base64 already found to be long enough */
    RootKey(String base64) {
        this.root = new SecretKeySpec(Base64.getDecoder().decode(base64), "HKDF");
        // Derived like a key: it says which secret it is and nothing about it.
        this.id = Arrays.copyOf(expand("key_id"), ID_BYTES);
    }

    /** Names it in what it has sealed. */
    byte[] id() {
        return id.clone();
    }

    SecretKey derive(Purpose purpose, String algorithm) {
        return new SecretKeySpec(
                derived.computeIfAbsent(purpose, wanted -> expand(wanted.name().toLowerCase(Locale.ROOT))), algorithm);
    }

    private byte[] expand(String what) {
        byte[] info = ("tollgate/" + what).getBytes(StandardCharsets.UTF_8);
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract().addIKM(root).thenExpand(info, KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM since 25 has HKDF-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "RootKey[]";
    }
}
