package io.tollgate.auth.serviceaccount;

import io.tollgate.platform.time.Secrets;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * {@code tgs_<id>_<secret><checksum>}: the account in 32 hexadecimal digits, 256 random bits in 43 letters and digits, and a CRC-32
 * of all before it in 6. The prefix lets scanners of leaked secrets find it; the checksum tells them, and us, that it is no typo
 * without asking anybody. It proves nothing: that does the secret.
 */
record ServiceToken(UUID accountId, String secret) {

    static final String PREFIX = "tgs_";

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final int SECRET_BYTES = 32;
    private static final int ID_LENGTH = 32;
    private static final int SECRET_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;
    private static final int SECRET_AT = PREFIX.length() + ID_LENGTH + 1;
    private static final int CHECKSUM_AT = SECRET_AT + SECRET_LENGTH;
    private static final int LENGTH = CHECKSUM_AT + CHECKSUM_LENGTH;
    private static final Pattern FORM = Pattern.compile("tgs_[0-9a-f]{32}_[0-9A-Za-z]{49}");

    /** With a new secret. */
    static ServiceToken issue(UUID accountId, Secrets secrets) {
        return new ServiceToken(accountId, base62(new BigInteger(1, secrets.bytes(SECRET_BYTES)), SECRET_LENGTH));
    }

    /** Null for what is none, by form or checksum. */
    static @Nullable ServiceToken parse(String text) {
        if (text.length() != LENGTH || !FORM.matcher(text).matches()) {
            return null;
        }
        String body = text.substring(0, CHECKSUM_AT);
        return checksum(body).equals(text.substring(CHECKSUM_AT))
                ? new ServiceToken(id(text), body.substring(SECRET_AT))
                : null;
    }

    /** What is stored. */
    byte[] digest() {
        return Secrets.sha256(secret);
    }

    /** As it is shown once. */
    String text() {
        String body = PREFIX + accountId.toString().replace("-", "") + "_" + secret;
        return body + checksum(body);
    }

    @Override
    public String toString() {
        return "ServiceToken[accountId=" + accountId + "]";
    }

    private static UUID id(String text) {
        int at = PREFIX.length();
        return new UUID(
                Long.parseUnsignedLong(text, at, at + 16, 16), Long.parseUnsignedLong(text, at + 16, at + 32, 16));
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        return base62(BigInteger.valueOf(crc.getValue()), CHECKSUM_LENGTH);
    }

    private static String base62(BigInteger number, int length) {
        char[] digits = new char[length];
        BigInteger rest = number;
        for (int i = length - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            digits[i] = DIGITS.charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(digits);
    }
}
