package io.tollgate.platform.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Derives a 256-bit key per purpose from {@code TOLLGATE_SECRET_KEY} with HKDF-SHA256 (RFC 5869), so that what one purpose
 * leaks is of no use to another.
 */
@Component
public class SecretKeys {

    /** What a key is for. The name goes into the derivation: renaming one makes all that was made with it worthless. */
    public enum Purpose {
        /** Signs refresh tokens (HS256). */
        REFRESH_TOKENS,
        /** Encrypts private signing keys (AES-256-GCM). */
        KEY_ENCRYPTION,
        /** Turns an identifier somebody typed into a value that can be counted and compared but not read back. */
        IDENTIFIERS,
        /** Turns a login code into what is stored of it: a million codes are tried in a second, but not without the key. */
        LOGIN_CODES,
        /** Encrypts the secrets that authenticator apps share with us (AES-256-GCM). */
        TOTP_SECRETS,
        /** Keeps recovery codes apart from a copy of the database (HMAC-SHA-256). */
        RECOVERY_CODES,
        /** Encrypts the secrets that webhooks are signed with (AES-256-GCM). */
        WEBHOOK_SECRETS,
        /** Recognises a repeated request without keeping what was in it (HMAC-SHA-256). */
        IDEMPOTENCY_KEYS
    }

    private static final int KEY_BYTES = 32;

    private final SecretKey root;

    SecretKeys(SecretProperties properties) {
        this.root = new SecretKeySpec(properties.bytes(), "HKDF");
    }

    public SecretKey derive(Purpose purpose, String algorithm) {
        byte[] info = ("tollgate/" + purpose.name().toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8);
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            algorithm,
                            HKDFParameterSpec.ofExtract().addIKM(root).thenExpand(info, KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM since 25 has HKDF-SHA256", e);
        }
    }

    /** HMAC-SHA-256 under the key of this purpose. */
    public byte[] mac(Purpose purpose, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(derive(purpose, "HmacSHA256"));
            return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HmacSHA256", e);
        }
    }
}
