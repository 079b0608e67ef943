package io.tollgate.platform.secret;

import io.tollgate.platform.time.Secrets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.springframework.stereotype.Component;

/**
 * Encrypts what must be stored but not be readable in the database: AES-256-GCM, stored as the name of the key, nonce and
 * ciphertext. What was stored before keys had names has none, and is tried with each.
 */
@Component
public class Encryption {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeys keys;
    private final Secrets secrets;

    Encryption(SecretKeys keys, Secrets secrets) {
        this.keys = keys;
        this.secrets = secrets;
    }

    /** @param id whose the text is; it cannot be decrypted as anything else's */
    public byte[] encrypt(Sealed place, Object id, String text) {
        RootKey key = keys.roots().getFirst();
        byte[] nonce = secrets.bytes(NONCE_BYTES);
        try {
            byte[] encrypted =
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, place, id).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(KeyName.BYTES + NONCE_BYTES + encrypted.length)
                    .put(KeyName.of(key).bytes())
                    .put(nonce)
                    .put(encrypted)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not work here", e);
        }
    }

    /** Fails when none of the given secret keys is the one it was encrypted with, or the bytes are not whole. */
    public String decrypt(Sealed place, Object id, byte[] stored) {
        return tryDecrypt(place, id, stored).orElseThrow(() -> unreadable(place, id, stored));
    }

    /** Empty where {@link #decrypt} fails: for who can do without this value. */
    public Optional<String> tryDecrypt(Sealed place, Object id, byte[] stored) {
        return named(place, id, stored).or(() -> unnamed(place, id, stored));
    }

    private static IllegalStateException unreadable(Sealed place, Object id, byte[] stored) {
        String key = KeyName.in(stored).map(name -> ", key " + name).orElse("");
        return new IllegalStateException("TOLLGATE_SECRET_KEY is not the key that what is stored was encrypted with,"
                + " nor is any of TOLLGATE_SECRET_KEY_PREVIOUS (%s%s, row %s)".formatted(place.name(), key, id));
    }

    /** What is encrypted now begins with this. */
    public KeyName current() {
        return KeyName.of(keys.roots().getFirst());
    }

    /** What can be decrypted begins with one of these, or with none. */
    public List<KeyName> known() {
        return keys.roots().stream().map(KeyName::of).toList();
    }

    private Optional<String> named(Sealed place, Object id, byte[] stored) {
        return keys.roots().stream()
                .filter(key -> KeyName.of(key).begins(stored))
                .findFirst()
                .flatMap(key -> open(key, place, id, stored, KeyName.BYTES));
    }

    private Optional<String> unnamed(Sealed place, Object id, byte[] stored) {
        return keys.roots().stream()
                .flatMap(key -> open(key, place, id, stored, 0).stream())
                .findFirst();
    }

    private Optional<String> open(RootKey key, Sealed place, Object id, byte[] stored, int from) {
        int encrypted = from + NONCE_BYTES;
        if (stored.length < encrypted + TAG_BITS / Byte.SIZE) {
            return Optional.empty();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(stored, from, nonce, 0, NONCE_BYTES);
        try {
            byte[] text = cipher(Cipher.DECRYPT_MODE, key, nonce, place, id)
                    .doFinal(stored, encrypted, stored.length - encrypted);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (AEADBadTagException _) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not work here", e);
        }
    }

    private static Cipher cipher(int mode, RootKey key, byte[] nonce, Sealed place, Object id)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key.derive(place.purpose(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.ownerOf(id).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
