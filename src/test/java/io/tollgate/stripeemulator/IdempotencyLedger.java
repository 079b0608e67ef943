package io.tollgate.stripeemulator;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was answered to each {@code Idempotency-Key}: the same key and parameters get the same answer again for 24 hours, server errors
 * included (docs.stripe.com/api/idempotent_requests).
 */
final class IdempotencyLedger {
    private static final Duration KEPT = Duration.ofHours(24);

    private record Entry(String fingerprint, @Nullable Answer answer, Instant at) {}

    private final Map<String, Entry> entries = new HashMap<>();

    /** The stored answer, marked as replayed, or null if the key is new; fails for another request or one in progress. */
    @Nullable Answer replay(String key, Request request, Instant now) {
        var entry = entries.get(key);
        if (entry == null || entry.at().plus(KEPT).isBefore(now)) {
            return null;
        }
        if (!entry.fingerprint().equals(fingerprint(request))) {
            throw StripeFailure.keyReused(key);
        }
        if (entry.answer() == null) {
            throw StripeFailure.keyInUse(key);
        }
        return entry.answer().with("Idempotent-Replayed", "true");
    }

    void store(String key, Request request, Answer answer, Instant now) {
        entries.put(key, new Entry(fingerprint(request), answer, now));
    }

    /** Makes a key "in progress" until the returned action runs: its request took effect and its caller still waits. */
    Runnable suspend(String key) {
        var entry = entries.get(key);
        if (entry == null || entry.answer() == null) {
            return () -> {};
        }
        entries.put(key, new Entry(entry.fingerprint(), null, entry.at()));
        return () -> entries.put(key, entry);
    }

    private static String fingerprint(Request request) {
        // Parsed, so that another order or encoding of the same parameters is the same request.
        return request.method() + " " + request.path() + " "
                + sorted(request.params().values());
    }

    private static Map<String, Object> sorted(Map<?, ?> params) {
        var sorted = new TreeMap<String, Object>();
        params.forEach((name, value) ->
                sorted.put(name.toString(), value instanceof Map<?, ?> nested ? sorted(nested) : value));
        return sorted;
    }
}
