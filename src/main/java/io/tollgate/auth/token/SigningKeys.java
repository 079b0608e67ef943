package io.tollgate.auth.token;

import com.nimbusds.jose.JWSAlgorithm;
import io.tollgate.auth.session.SessionProperties;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The keys of access tokens, in this node's memory. All nodes share them through the database; each makes the next key when
 * it is due, and the first to write it wins.
 */
@Component
class SigningKeys {

    /** A token with an unknown key may be from a node that has just made one, or from an attacker who makes up key ids. */
    private static final Duration RELOAD_PAUSE = Duration.ofSeconds(3);

    /** Beyond the life of the tokens: other nodes' caches of the key set, and their clocks. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private final SigningKeyRepository repository;
    private final TokenProperties properties;
    private final Duration overlap;
    private final Ids ids;
    private final Clock clock;

    private final AtomicReference<Instant> reloaded = new AtomicReference<>(Instant.EPOCH);
    private volatile KeySet keys = KeySet.EMPTY;

    SigningKeys(
            SigningKeyRepository repository,
            TokenProperties properties,
            SessionProperties sessions,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.properties = properties;
        this.overlap = sessions.accessTtl().plus(MARGIN);
        this.ids = ids;
        this.clock = clock;
    }

    /** The key that signs now. */
    SigningKey current() {
        return keys.signing(JWSAlgorithm.parse(properties.algorithm()), clock.instant())
                .orElseThrow(() -> new IllegalStateException("No signing key has been loaded"));
    }

    List<SigningKey> published() {
        return keys.published();
    }

    Optional<SigningKey> find(String kid) {
        return Optional.ofNullable(keys.byKid().get(kid));
    }

    /** Looks again in the database, unless that was done a moment ago. Empty when the key is unknown there, too. */
    Mono<SigningKey> findAfterReload(String kid) {
        Instant now = clock.instant();
        Instant last = reloaded.get();
        if (last.plus(RELOAD_PAUSE).isAfter(now) || !reloaded.compareAndSet(last, now)) {
            return Mono.justOrEmpty(find(kid));
        }
        return load().then(Mono.defer(() -> Mono.justOrEmpty(find(kid))));
    }

    /** Loads the keys, and makes the next one where it is due. */
    Mono<Void> refresh() {
        return load().then(Mono.defer(this::makeNextWhenDue));
    }

    private Mono<Void> load() {
        return repository
                .newest()
                .doOnNext(newest -> keys = KeySet.of(newest, clock.instant(), overlap))
                .then();
    }

    private Mono<Void> makeNextWhenDue() {
        Instant now = clock.instant();
        return Mono.justOrEmpty(keys.nextKeyDue(properties, now))
                .flatMap(signsFrom -> generate(now, signsFrom))
                .flatMap(key -> repository.insert(key).then(load()));
    }

    private Mono<SigningKey> generate(Instant now, Instant signsFrom) {
        int generation = keys.nextGeneration();
        return Mono.fromCallable(() -> SigningKey.generate(
                        generation,
                        JWSAlgorithm.parse(properties.algorithm()),
                        ids.next().toString(),
                        now,
                        signsFrom))
                .subscribeOn(Schedulers.boundedElastic());
    }
}
