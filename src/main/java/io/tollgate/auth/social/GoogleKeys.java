package io.tollgate.auth.social;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Google's public keys, kept as long as Google says. An unknown key id makes them be fetched anew, but not twice within
 * {@link #PAUSE}: key ids are made up for free (CWE-406). While Google cannot be reached, keys that have just become too old still
 * count for a while.
 */
final class GoogleKeys {

    static final Duration PAUSE = Duration.ofMinutes(1);

    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Duration STALE = Duration.ofHours(1);
    private static final int SMALLEST_BITS = 2_048;

    private final ProviderHttp http;
    private final String url;
    private final Clock clock;

    private final AtomicReference<@Nullable Mono<Keys>> underway = new AtomicReference<>();
    private volatile Keys known = new Keys(Map.of(), Instant.EPOCH, Instant.EPOCH);

    GoogleKeys(ProviderHttp http, String url, Clock clock) {
        this.http = http;
        this.url = url;
        this.clock = clock;
    }

    private record Keys(Map<String, RSAKey> byId, Instant fetchedAt, Instant freshUntil) {}

    /** Empty when Google has no such key. Errors with {@link ProviderFailure} when nobody can say. */
    Mono<RSAKey> find(String kid) {
        return Mono.defer(() -> {
            Keys now = known;
            boolean fresh = clock.instant().isBefore(now.freshUntil());
            boolean justFetched = clock.instant().isBefore(now.fetchedAt().plus(PAUSE));
            return (fresh && now.byId().containsKey(kid)) || justFetched
                    ? key(now, kid)
                    : fetch().onErrorResume(fault -> stillUsable(now, kid), _ -> Mono.just(now))
                            .flatMap(fetched -> key(fetched, kid));
        });
    }

    private boolean stillUsable(Keys old, String kid) {
        return old.byId().containsKey(kid)
                && clock.instant().isBefore(old.freshUntil().plus(STALE));
    }

    private static Mono<RSAKey> key(Keys keys, String kid) {
        return Mono.justOrEmpty(keys.byId().get(kid));
    }

    /** All who wait at the same time wait for the same answer. */
    private Mono<Keys> fetch() {
        Mono<Keys> mine = http.get(url)
                .map(this::read)
                .doOnNext(fetched -> known = fetched)
                .doFinally(_ -> underway.set(null))
                .cache();
        Mono<Keys> first = underway.compareAndExchange(null, mine);
        return first == null ? mine : first;
    }

    private Keys read(ProviderHttp.Answer answer) {
        try {
            Map<String, RSAKey> byId =
                    JWKSet.parse(new String(answer.body(), StandardCharsets.UTF_8)).getKeys().stream()
                            .filter(GoogleKeys::verifies)
                            .map(JWK::toRSAKey)
                            .collect(Collectors.toMap(RSAKey::getKeyID, Function.identity(), (one, _) -> one));
            Instant now = clock.instant();
            return new Keys(byId, now, now.plus(kept(answer.maxAge())));
        } catch (ParseException | IllegalArgumentException _) {
            throw new ProviderFailure(Refusal.ANSWER_UNREADABLE);
        }
    }

    private static boolean verifies(JWK key) {
        return key instanceof RSAKey
                && key.getKeyID() != null
                && key.size() >= SMALLEST_BITS
                && (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
                && (key.getAlgorithm() == null || JWSAlgorithm.RS256.equals(key.getAlgorithm()));
    }

    private static Duration kept(Duration said) {
        if (said.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return said.compareTo(LONGEST) > 0 ? LONGEST : said;
    }
}
