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

/** Signing keys at one moment: the one that signs, and those whose tokens may still be alive. Newest first. */
record KeySet(List<SigningKey> published, Map<String, SigningKey> byKid) {

    static final KeySet EMPTY = new KeySet(List.of(), Map.of());

    /** @param overlap how long a key stays published after its successor began to sign */
    static KeySet of(List<SigningKey> newestFirst, Instant now, Duration overlap) {
        List<SigningKey> published = IntStream.range(0, newestFirst.size())
                .filter(i -> i == 0
                        || newestFirst.get(i - 1).signsFrom().plus(overlap).isAfter(now))
                .mapToObj(newestFirst::get)
                .toList();
        return new KeySet(
                published, published.stream().collect(Collectors.toMap(SigningKey::kid, Function.identity())));
    }

    /** The newest key of this algorithm that has begun to sign. */
    Optional<SigningKey> signing(JWSAlgorithm algorithm, Instant now) {
        return published.stream()
                .filter(key -> key.algorithm().equals(algorithm))
                .filter(key -> !key.signsFrom().isAfter(now))
                .findFirst();
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
        return published.isEmpty() ? 1 : published.getFirst().generation() + 1;
    }
}
