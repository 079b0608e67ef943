package io.tollgate.platform.time;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.stereotype.Component;

/** Makes what must not be guessed, and the digest under which it is stored. */
@Component
public class Secrets {

    private static final int TOKEN_BYTES = 32;

    private final SecureRandom random;

    Secrets(SecureRandom random) {
        this.random = random;
    }

    /** 256 random bits, base64url without padding: 43 characters, safe in a URL. */
    public String token() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(TOKEN_BYTES));
    }

    /** A number for people to type, each as likely as any other, those with noughts in front, too. Up to nine digits. */
    public String digits(int count) {
        String number = Integer.toString(random.nextInt(Math.powExact(10, count)));
        return "0".repeat(count - number.length()) + number;
    }

    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** SHA-256 of the text. Enough for values of 128 random bits or more, never for what people choose. */
    public static byte[] sha256(String value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
