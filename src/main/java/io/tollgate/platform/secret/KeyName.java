package io.tollgate.platform.secret;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a sealed value begins with: four bytes that all names share and eight that say which key it was.
 *
 * @param hex of the twelve bytes
 */
public record KeyName(String hex) {

    public static final int BYTES = Integer.BYTES + RootKey.ID_BYTES;

    /** All names are from here, inclusive ... */
    public static final String FIRST = "54474b01";

    /** ... to here, exclusive. What has no name begins with a random nonce, so with this once in four thousand million times. */
    public static final String AFTER_LAST = "54474b02";

    static KeyName of(RootKey key) {
        return new KeyName(FIRST + HexFormat.of().formatHex(key.id()));
    }

    /** Empty when the value has none. */
    static Optional<KeyName> in(byte[] stored) {
        return Optional.of(stored)
                .filter(bytes -> bytes.length >= BYTES)
                .map(bytes -> new KeyName(HexFormat.of().formatHex(bytes, 0, BYTES)))
                .filter(name -> name.hex.startsWith(FIRST));
    }

    boolean begins(byte[] stored) {
        return stored.length >= BYTES && Arrays.equals(bytes(), 0, BYTES, stored, 0, BYTES);
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** Without what all share. */
    @Override
    public String toString() {
        return hex.substring(FIRST.length());
    }
}
