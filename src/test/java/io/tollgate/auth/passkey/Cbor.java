package io.tollgate.auth.passkey;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** As much of CBOR (RFC 8949) as an authenticator writes. */
final class Cbor {

    private Cbor() {}

    static byte[] of(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, value);
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, Object value) {
        switch (value) {
            case Integer number when number >= 0 -> head(out, 0, number);
            case Integer number -> head(out, 1, -1 - number);
            case byte[] bytes -> {
                head(out, 2, bytes.length);
                out.writeBytes(bytes);
            }
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                head(out, 3, bytes.length);
                out.writeBytes(bytes);
            }
            case Map<?, ?> map -> {
                head(out, 5, map.size());
                map.forEach((key, entry) -> {
                    write(out, key);
                    write(out, entry);
                });
            }
            default -> throw new IllegalArgumentException(value.getClass().getName());
        }
    }

    private static void head(ByteArrayOutputStream out, int major, int length) {
        if (length < 24) {
            out.write(major << 5 | length);
        } else if (length < 256) {
            out.write(major << 5 | 24);
            out.write(length);
        } else {
            out.write(major << 5 | 25);
            out.write(length >> 8);
            out.write(length);
        }
    }
}
