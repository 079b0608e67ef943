package io.tollgate.auth.passkey;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Bytes that are a value: equal when they are the same, and base64url without padding in JSON (WebAuthn §5.1). */
final class Bytes {

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    static Bytes of(byte[] bytes) {
        return new Bytes(bytes.clone());
    }

    /** Null when the text is not base64url. */
    static @Nullable Bytes parse(String text) {
        try {
            return new Bytes(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    byte[] toArray() {
        return bytes.clone();
    }

    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Bytes[" + bytes.length + "]";
    }
}
