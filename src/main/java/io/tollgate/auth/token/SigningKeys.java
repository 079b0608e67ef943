package io.tollgate.auth.token;

import com.nimbusds.jose.JWSAlgorithm;
import io.tollgate.auth.session.SessionProperties;
import io.tollgate.auth.token.SigningKeyRepository.Stamp;
import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The keys of access tokens, in this node's memory. All nodes share them through the database; each makes the next key when
 * it is due, and the first to write it wins. Where the deployment names files, the keys are those of the files and no others.
 */
@Component
class SigningKeys {

    /** A token with an unknown key may be from a node that has just made one, or from an attacker who makes up key ids. */
    private static final Duration RELOAD_PAUSE = Duration.ofSeconds(3);

    /** Beyond the life of the tokens: other nodes' caches of the key set, and their clocks. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private final SigningKeyRepository repository;
    private final TokenProperties properties;
    private final boolean fixed;
    private final Duration overlap;
    private final Ids ids;
    private final Clock clock;

    /** A node that slept has signed with a key's predecessor until then, and those tokens are to live as well. */
    private final Map<String, Instant> heardOf = new ConcurrentHashMap<>();

    private final AtomicReference<Instant> reloaded = new AtomicReference<>(Instant.EPOCH);
    private final AtomicLong begun = new AtomicLong();
    private long taken;
    private volatile KeySet keys;
    private volatile @Nullable Stamp loaded;

    SigningKeys(
            SigningKeyRepository repository,
            KeyFiles files,
            TokenProperties properties,
            SessionProperties sessions,
            Ids ids,
            Clock clock) {
        this.repository = repository;
        this.properties = properties;
        this.fixed = !files.keys().isEmpty();
        this.keys = fixed ? KeySet.fixed(files.keys()) : KeySet.EMPTY;
        this.overlap = sessions.accessTtl().plus(MARGIN);
        this.ids = ids;
        this.clock = clock;
    }

    /** The key that signs now. */
    SigningKey current() {
        KeySet now = keys;
        return fixed
                ? now.published().getFirst()
                : now.signing(algorithm(), clock.instant())
                        .orElseThrow(() -> new IllegalStateException("No signing key has been loaded"));
    }

    /** From files: nothing makes, rotates or retires them here. */
    boolean fixed() {
        return fixed;
    }

    /** As this node knows them now. */
    KeySet known() {
        return keys;
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
        if (fixed || last.plus(RELOAD_PAUSE).isAfter(now) || !reloaded.compareAndSet(last, now)) {
            return Mono.justOrEmpty(find(kid));
        }
        return load().then(Mono.defer(() -> Mono.justOrEmpty(find(kid))));
    }

    /** Loads the keys, and makes the next one where it is due. */
    Mono<Void> refresh() {
        return fixed ? Mono.empty() : load().then(Mono.defer(this::makeNextWhenDue));
    }

    /** Loads the keys if any was made or retired since. One small row where none was. */
    Mono<Void> catchUp() {
        return fixed
                ? Mono.empty()
                : repository.stamp().filter(stamp -> !stamp.equals(loaded)).flatMap(_ -> refresh());
    }

    /** A new key, in memory only. Away from the event loops: an RSA key may take a second. */
    Mono<SigningKey> generate(Instant signsFrom) {
        int generation = keys.nextGeneration();
        return Mono.fromCallable(() ->
                        SigningKey.generate(generation, algorithm(), ids.next().toString(), clock.instant(), signsFrom))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<Void> load() {
        // The stamp first: what changes between the two reads is read again.
        return Mono.fromSupplier(begun::incrementAndGet)
                .flatMap(number -> repository
                        .stamp()
                        .zipWhen(_ -> repository.newest())
                        .doOnNext(read -> take(number, read.getT1(), read.getT2())))
                .then();
    }

    /** A read that began before another is older news, however late it comes. */
    private synchronized void take(long number, Stamp stamp, List<SigningKey> newestFirst) {
        if (number > taken) {
            taken = number;
            keys = heard(newestFirst, clock.instant());
            loaded = stamp;
        }
    }

    private KeySet heard(List<SigningKey> newestFirst, Instant now) {
        boolean first = keys.all().isEmpty();
        newestFirst.forEach(key -> heardOf.putIfAbsent(key.kid(), first ? key.signsFrom() : now));
        return KeySet.of(newestFirst, this::tookOver, now, overlap);
    }

    private Instant tookOver(SigningKey key) {
        Instant heard = heardOf.getOrDefault(key.kid(), key.signsFrom());
        return heard.isAfter(key.signsFrom()) ? heard : key.signsFrom();
    }

    private Mono<Void> makeNextWhenDue() {
        return Mono.justOrEmpty(keys.nextKeyDue(properties, clock.instant()))
                .flatMap(this::generate)
                .flatMap(key -> repository.insert(key).then(load()));
    }

    private JWSAlgorithm algorithm() {
        return JWSAlgorithm.parse(properties.algorithm());
    }
}
