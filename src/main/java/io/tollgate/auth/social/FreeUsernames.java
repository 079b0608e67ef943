package io.tollgate.auth.social;

import io.tollgate.user.ReservedUsernames;
import io.tollgate.user.Usernames;
import java.security.SecureRandom;
import java.text.Normalizer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Names for people who come from elsewhere, by the rules of registration and as near as possible to those of the original system: a
 * GitHub login as it is, a Google name with underscores and four digits.
 */
@Component
class FreeUsernames {

    private static final int LONGEST_STEM = 50;
    private static final int SHORTEST = 3;
    private static final String NAMELESS = "user";

    private final ReservedUsernames reserved;
    private final SecureRandom random;

    FreeUsernames(ReservedUsernames reserved, SecureRandom random) {
        this.reserved = reserved;
        this.random = random;
    }

    /** A name that is free at this moment. Whoever inserts it may still come second. */
    Mono<String> free(ProvenIdentity proof) {
        String stem = stem(proof.username());
        boolean usable = !proof.numbered() && stem.length() >= SHORTEST && !Usernames.reserved(stem);
        return Mono.just(stem)
                .filter(_ -> usable)
                .filterWhen(name -> reserved.taken(name).map(taken -> !taken))
                .switchIfEmpty(Mono.fromSupplier(() -> numbered(stem)));
    }

    /** Four digits as the original has them; more where these might be used up. */
    private String numbered(String stem) {
        int digits = stem.equals(NAMELESS) ? 1_000_000_000 : 10_000;
        return stem + (digits / 10 + random.nextInt(digits - digits / 10));
    }

    private static String stem(String wanted) {
        String plain = plain(wanted.strip().replaceAll("\\s+", "_"));
        String cut = plain.substring(0, Math.min(plain.length(), LONGEST_STEM));
        String trimmed = cut.replaceAll("^[._-]+|[._-]+$", "");
        return trimmed.isEmpty() ? NAMELESS : trimmed;
    }

    /** Without accents, and without everything that a username has not. */
    static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("[^A-Za-z0-9._-]", "");
    }
}
