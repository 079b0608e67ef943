package io.tollgate.auth.mfa;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time passwords: RFC 6238 with what every authenticator app can do, SHA-1, six digits and steps of 30 seconds. (HMAC
 * does not rest on what is broken in SHA-1.)
 */
final class Totp {

    static final int SECRET_BYTES = 20;
    static final int DIGITS = 6;
    static final int PERIOD_SECONDS = 30;

    /** RFC 6238 §5.2 recommends one step for the way and for clocks that disagree; both ways, since clocks do so both ways. */
    private static final int TOLERANCE = 1;

    private static final int MODULUS = 1_000_000;
    private static final Pattern FORM = Pattern.compile("[0-9]{" + DIGITS + "}");

    private Totp() {}

    static long step(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), PERIOD_SECONDS);
    }

    /** The code of a step, with its leading zeros. */
    static String code(byte[] secret, long step) {
        byte[] mac = hmac(secret, step);
        int offset = mac[mac.length - 1] & 0xf;
        int truncated = ByteBuffer.wrap(mac).getInt(offset) & 0x7fff_ffff;
        return "%06d".formatted(truncated % MODULUS);
    }

    /**
     * The step whose code this is: the one of now, or its neighbour on either side.
     *
     * @param after the step of the last code that was accepted; none up to it counts
     */
    static OptionalLong find(byte[] secret, String typed, Instant now, long after) {
        String code = typed.replace(" ", "");
        if (!FORM.matcher(code).matches()) {
            return OptionalLong.empty();
        }
        long current = step(now);
        return LongStream.rangeClosed(current - TOLERANCE, current + TOLERANCE)
                .filter(step -> step > after && same(code(secret, step), code))
                .findFirst();
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hmac(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JVM has HmacSHA1", e);
        }
    }
}
