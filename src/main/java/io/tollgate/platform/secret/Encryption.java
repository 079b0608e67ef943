package io.tollgate.platform.secret;

import io.tollgate.platform.secret.SecretKeys.Purpose;
import io.tollgate.platform.time.Secrets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.springframework.stereotype.Component;

/** Encrypts what must be stored but not be readable in the database: AES-256-GCM, stored as nonce and ciphertext. */
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

    /** @param owner what the text belongs to; it cannot be decrypted as anything else's */
    public byte[] encrypt(String text, String owner) {
        return encrypt(Purpose.KEY_ENCRYPTION, text, owner);
    }

    /** Under the key of this purpose. */
    public byte[] encrypt(Purpose purpose, String text, String owner) {
        byte[] nonce = secrets.bytes(NONCE_BYTES);
        try {
            byte[] encrypted =
                    cipher(Cipher.ENCRYPT_MODE, purpose, nonce, owner).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.allocate(nonce.length + encrypted.length)
                    .put(nonce)
                    .put(encrypted)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not work here", e);
        }
    }

    /** Fails when the secret key is not the one it was encrypted with, or the bytes are not whole. */
    public String decrypt(byte[] stored, String owner) {
        return decrypt(Purpose.KEY_ENCRYPTION, stored, owner);
    }

    /** Under the key of this purpose. */
    public String decrypt(Purpose purpose, byte[] stored, String owner) {
        ByteBuffer buffer = ByteBuffer.wrap(stored);
        byte[] nonce = new byte[NONCE_BYTES];
        buffer.get(nonce);
        byte[] encrypted = new byte[buffer.remaining()];
        buffer.get(encrypted);
        try {
            return new String(
                    cipher(Cipher.DECRYPT_MODE, purpose, nonce, owner).doFinal(encrypted), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "TOLLGATE_SECRET_KEY is not the key that what is stored was encrypted with", e);
        }
    }

    private Cipher cipher(int mode, Purpose purpose, byte[] nonce, String owner) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, keys.derive(purpose, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
