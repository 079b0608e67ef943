package io.tollgate.stripeemulator;

import java.util.random.RandomGenerator;

/** Makes ids that look like Stripe's: a prefix that names the kind, then letters and digits. */
final class Ids {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final RandomGenerator random;
    private long count;

    Ids(RandomGenerator random) {
        this.random = random;
    }

    /** {@code prefix_}, a counter that keeps ids apart, and random characters that keep two emulators apart. */
    String next(String prefix) {
        count++;
        return prefix + "_" + base62(count, 6) + letters(18);
    }

    String session() {
        count++;
        return "cs_test_" + base62(count, 6) + letters(52);
    }

    String secret(String prefix) {
        return prefix + letters(32);
    }

    private String letters(int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private static String base62(long value, int length) {
        var text = new StringBuilder(length);
        for (long rest = value; text.length() < length; rest /= ALPHABET.length()) {
            text.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
        }
        return text.reverse().toString();
    }
}
