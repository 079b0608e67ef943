package io.tollgate.auth.token;

import io.tollgate.platform.time.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Access tokens whose signature has been verified, by their SHA-256, so that a client's second request costs a digest and not
 * a signature. Only valid tokens get in, so nobody can fill it with rubbish; whether a token has been revoked is asked each
 * time all the same.
 *
 * <p>Two generations bound it: when the young one is full it becomes the old one, and what nobody asked for meanwhile is gone.
 */
@Component
class VerifiedTokens {

    private static final int GENERATION = 20_000;

    private final Clock clock;
    private volatile Map<String, AccessToken> young = new ConcurrentHashMap<>();
    private volatile Map<String, AccessToken> old = Map.of();

    VerifiedTokens(Clock clock) {
        this.clock = clock;
    }

    /** The verified token; null when it is not known here or has expired. */
    @Nullable AccessToken find(String token) {
        String digest = digest(token);
        AccessToken known = young.get(digest);
        if (known == null) {
            known = old.get(digest);
            if (known != null) {
                put(digest, known);
            }
        }
        return known != null && clock.instant().isBefore(known.expiresAt()) ? known : null;
    }

    void remember(String token, AccessToken verified) {
        put(digest(token), verified);
    }

    private void put(String digest, AccessToken verified) {
        if (young.size() >= GENERATION) {
            turn();
        }
        young.put(digest, verified);
    }

    private synchronized void turn() {
        if (young.size() >= GENERATION) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
    }

    private static String digest(String token) {
        return new String(Secrets.sha256(token), StandardCharsets.ISO_8859_1);
    }
}
