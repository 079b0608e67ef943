package io.tollgate.platform.ratelimit;

import io.tollgate.platform.time.Secrets;
import java.util.Arrays;
import java.util.Base64;

/**
 * One bucket that a request is to be charged to.
 *
 * @param key what the policy counts by; short, as the node's memory may keep it
 */
record Charge(Policy policy, String key) {

    private static final int MAX_KEY = 64;
    private static final int DIGEST_BYTES = 16;

    static Charge of(Policy policy, String key) {
        return new Charge(policy, key.length() > MAX_KEY ? digest(key) : key);
    }

    Charge under(Policy other) {
        return new Charge(other, key);
    }

    /** The bucket in this node's memory. */
    String localBucket() {
        return policy.name() + ":" + key;
    }

    /** The bucket outside: no address and no e-mail stands in Redis. */
    String sharedBucket() {
        return policy.name() + ":" + digest(key);
    }

    private static String digest(String key) {
        byte[] digest = Arrays.copyOf(Secrets.sha256(key), DIGEST_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }
}
