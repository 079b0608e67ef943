package io.tollgate.auth.mfa;

import io.tollgate.platform.time.Secrets;
import java.math.BigInteger;
import java.util.Locale;

/**
 * The text of recovery codes: 80 random bits in the alphabet of Crockford, which has no letter that looks like another.
 *
 * <p>80 bits can be typed from paper, and that their digests are stored encrypted under a key that is not in the database makes up for the
 * 112 bits from which ASVS 6.5.2 allows a plain hash: a copy of the table is worth nothing, and with the key as well 2^79 tries per
 * code are out of reach. A slow hash would buy nothing and cost ten hashes per attempt.
 */
final class RecoveryCode {

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int BYTES = 10;
    private static final int LENGTH = BYTES * 8 / 5;
    private static final int GROUP = 4;

    private RecoveryCode() {}

    /** {@code 4k7m-x2p9-wq8t-5hzc} */
    static String random(Secrets secrets) {
        BigInteger number = new BigInteger(1, secrets.bytes(BYTES));
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            if (i > 0 && i % GROUP == 0) {
                code.append('-');
            }
            code.append(ALPHABET.charAt(number.shiftRight(5 * (LENGTH - 1 - i)).intValue() & 31));
        }
        return code.toString();
    }

    /** What is the same in all spellings of one code. */
    static String normalise(String typed) {
        return typed.toLowerCase(Locale.ROOT)
                .replaceAll("[\\s-]", "")
                .replace('o', '0')
                .replace('i', '1')
                .replace('l', '1');
    }
}
