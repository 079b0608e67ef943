package io.tollgate.auth.mfa;

import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A secret that an authenticator app and we share: 160 random bits (RFC 4226 §4 R6). */
record TotpSecret(byte[] bytes) {

    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

    TotpSecret {
        if (bytes.length != Totp.SECRET_BYTES) {
            throw new IllegalArgumentException("A secret has " + Totp.SECRET_BYTES + " bytes");
        }
    }

    static TotpSecret parse(String base32) {
        BigInteger number = base32.toLowerCase(Locale.ROOT)
                .chars()
                .mapToObj(letter -> BigInteger.valueOf(BASE32.indexOf(letter)))
                .reduce(BigInteger.ZERO, (sum, digit) -> sum.shiftLeft(5).or(digit));
        byte[] bytes = new byte[Totp.SECRET_BYTES];
        byte[] significant = number.toByteArray();
        int length = Math.min(significant.length, bytes.length);
        System.arraycopy(significant, significant.length - length, bytes, bytes.length - length, length);
        return new TotpSecret(bytes);
    }

    /** RFC 4648 §6, as people type it: 160 bits are 32 letters and need no padding. */
    String base32() {
        BigInteger number = new BigInteger(1, bytes);
        StringBuilder text = new StringBuilder();
        for (int shift = Totp.SECRET_BYTES * 8 - 5; shift >= 0; shift -= 5) {
            text.append(BASE32.charAt(number.shiftRight(shift).intValue() & 31));
        }
        return text.toString().toUpperCase(Locale.ROOT);
    }

    /** What the picture says: the key URI that authenticator apps know. */
    String uri(String issuer, String account) {
        return "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d"
                .formatted(encode(issuer), encode(account), base32(), encode(issuer), Totp.DIGITS, Totp.PERIOD_SECONDS);
    }

    /** Apps take a plus sign for one. */
    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return "TotpSecret[]";
    }
}
