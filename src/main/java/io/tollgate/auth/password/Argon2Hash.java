package io.tollgate.auth.password;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stored hash in PHC form: {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}, both parts base64 without padding.
 *
 * @param memory KiB
 */
record Argon2Hash(Cost cost, byte[] salt, byte[] hash) {

    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    /** What one hash costs. */
    record Cost(int memory, int iterations, int lanes) {

        // A stored or imported hash says itself how expensive it is: without bounds, one row could stop a node.
        static final int MAX_MEMORY = 131_072;
        private static final int MAX_ITERATIONS = 10;
        private static final int MAX_LANES = 16;

        /** Blocks that are filled; what a hash takes grows with it. */
        long work() {
            return (long) memory * iterations;
        }

        boolean bearable() {
            return memory >= 8 * lanes
                    && memory <= MAX_MEMORY
                    && iterations >= 1
                    && iterations <= MAX_ITERATIONS
                    && lanes >= 1
                    && lanes <= MAX_LANES;
        }
    }

    /** Empty for another form, or a cost out of all bounds. */
    static Optional<Argon2Hash> parse(String phc) {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Cost cost = new Cost(
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
        try {
            return cost.bearable()
                    ? Optional.of(new Argon2Hash(cost, decode(parts.group(4)), decode(parts.group(5))))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    String phc() {
        return "$argon2id$v=19$m=" + cost.memory() + ",t=" + cost.iterations() + ",p=" + cost.lanes() + "$"
                + encode(salt) + "$" + encode(hash);
    }

    /** True when it was not made with exactly this cost and these lengths. */
    boolean differsFrom(Cost current, int saltBytes, int hashBytes) {
        return !cost.equals(current) || salt.length != saltBytes || hash.length != hashBytes;
    }

    private static byte[] decode(String text) {
        return Base64.getDecoder().decode(text);
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }
}
