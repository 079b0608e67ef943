package io.tollgate.fakeprovider;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Codes and access tokens that were given out. */
final class Consents {

    private final AtomicLong numbers = new AtomicLong(System.nanoTime());
    private final Map<String, Consent> byCode = new ConcurrentHashMap<>();
    private final Map<String, FakeAccount> byToken = new ConcurrentHashMap<>();

    /** What somebody agreed to, and what the one who brings the code must show. */
    record Consent(String provider, FakeAccount account, Map<String, String> asked) {}

    String code(Consent consent) {
        String code = consent.provider() + "-code-" + numbers.incrementAndGet();
        byCode.put(code, consent);
        return code;
    }

    /** Once. */
    Optional<Consent> take(String code) {
        return Optional.ofNullable(byCode.remove(code));
    }

    String token(FakeAccount account) {
        String token = "access-" + numbers.incrementAndGet();
        byToken.put(token, account);
        return token;
    }

    Optional<FakeAccount> account(String token) {
        return Optional.ofNullable(byToken.get(token));
    }
}
