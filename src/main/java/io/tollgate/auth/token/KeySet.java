package io.tollgate.auth.token;

import com.nimbusds.jose.JWSAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Signing keys at one moment, newest first.
 *
 * @param all also those that are of no use any more
 * @param published the one that signs, those that will, and those whose tokens may still be alive
 */
record KeySet(List<SigningKey> all, List<SigningKey> published, Map<String, SigningKey> byKid) {

    static final KeySet EMPTY = new KeySet(List.of(), List.of());

    private KeySet(List<SigningKey> all, List<SigningKey> published) {
        this(all, published, published.stream().collect(Collectors.toMap(SigningKey::kid, Function.identity())));
    }

    /** All of them are good for ever. */
    static KeySet fixed(List<SigningKey> keys) {
        return new KeySet(keys, keys);
    }

    /**
     * @param tookOver since when this node has signed with it, or could have
     * @param overlap how long a key stays published after its successor took over
     */
    static KeySet of(
            List<SigningKey> newestFirst, Function<SigningKey, Instant> tookOver, Instant now, Duration overlap) {
        List<SigningKey> published = IntStream.range(0, newestFirst.size())
                .filter(i -> i == 0
                        || tookOver.apply(newestFirst.get(i - 1)).plus(overlap).isAfter(now))
                .mapToObj(newestFirst::get)
                .filter(key -> !key.retired())
                .toList();
        return new KeySet(newestFirst, published);
    }

    /** The newest key of this algorithm that has begun to sign. */
    Optional<SigningKey> signing(JWSAlgorithm algorithm, Instant now) {
        return published.stream()
                .filter(key -> key.algorithm().equals(algorithm))
                .filter(key -> key.signsAt(now))
                .findFirst();
    }

    /** One that others have been told of and that does not sign yet. */
    boolean announced(Instant now) {
        return published.stream().anyMatch(key -> !key.signsAt(now));
    }

    /** When the next key must sign, where one must be made now. */
    Optional<Instant> nextKeyDue(TokenProperties properties, Instant now) {
        JWSAlgorithm algorithm = JWSAlgorithm.parse(properties.algorithm());
        if (signing(algorithm, now).isEmpty()) {
            return Optional.of(now);
        }
        Instant successor = now.plus(properties.keyAnnouncement());
        boolean aged =
                !published.getFirst().createdAt().plus(properties.keyLifetime()).isAfter(successor);
        return aged ? Optional.of(successor) : Optional.empty();
    }

    int nextGeneration() {
        return all.isEmpty() ? 1 : all.getFirst().generation() + 1;
    }
}
