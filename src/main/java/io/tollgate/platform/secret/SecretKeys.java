package io.tollgate.platform.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Derives a 256-bit key per purpose from {@code TOLLGATE_SECRET_KEY}, so that what one purpose leaks is of no use to another.
 * What is new is made with that one; what was made with one of {@code TOLLGATE_SECRET_KEY_PREVIOUS} is still recognised.
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
        /** The same of a code that proves a mailbox. */
        VERIFICATION_CODES,
        /** Encrypts the secrets that authenticator apps share with us (AES-256-GCM). */
        TOTP_SECRETS,
        /** Keeps recovery codes apart from a copy of the database (AES-256-GCM of their digests; once HMAC-SHA-256). */
        RECOVERY_CODES,
        /** Encrypts the secrets that webhooks are signed with (AES-256-GCM). */
        WEBHOOK_SECRETS,
        /** Recognises a repeated request without keeping what was in it (HMAC-SHA-256). */
        IDEMPOTENCY_KEYS
    }

    private static final byte[] NOTHING = new byte[32];

    private final List<RootKey> roots;

    SecretKeys(SecretProperties properties) {
        this.roots = Stream.concat(Stream.of(properties.current()), properties.previous())
                .distinct()
                .map(RootKey::new)
                .toList();
    }

    /** Whether there are keys beside the one that new things are made with. */
    public boolean severalGiven() {
        return roots.size() > 1;
    }

    /** The key that new things are made with. */
    public SecretKey derive(Purpose purpose, String algorithm) {
        return roots.getFirst().derive(purpose, algorithm);
    }

    /** Of all given secrets, that one first: with one of these was made what is old. */
    public List<SecretKey> deriveAll(Purpose purpose, String algorithm) {
        return roots.stream().map(root -> root.derive(purpose, algorithm)).toList();
    }

    /** HMAC-SHA-256 under the key of this purpose. */
    public byte[] mac(Purpose purpose, String message) {
        return mac(derive(purpose, "HmacSHA256"), message);
    }

    /** What {@link #mac} gives or has given, under each of the given secrets, the current one first. */
    public List<byte[]> macs(Purpose purpose, String message) {
        return deriveAll(purpose, "HmacSHA256").stream()
                .map(key -> mac(key, message))
                .toList();
    }

    /**
     * Whether this is the message's MAC under any of the given secrets. Costs the same whichever it is, and when it is none.
     *
     * @param stored null where nothing is: as much work, and never the same
     */
    public boolean macMatches(Purpose purpose, String message, byte @Nullable [] stored) {
        byte[] compared = stored == null ? NOTHING : stored;
        return macs(purpose, message).stream()
                        .map(mac -> MessageDigest.isEqual(mac, compared))
                        .reduce(false, Boolean::logicalOr)
                && stored != null;
    }

    /** The current one first. */
    List<RootKey> roots() {
        return roots;
    }

    private static byte[] mac(SecretKey key, String message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HmacSHA256", e);
        }
    }
}
