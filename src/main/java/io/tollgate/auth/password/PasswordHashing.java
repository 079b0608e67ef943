package io.tollgate.auth.password;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Hashes and verifies passwords, away from the event loops. To be called with no database connection in hand: a hash takes longer
 * than many queries.
 */
@Component
public class PasswordHashing {

    private static final Logger log = LoggerFactory.getLogger(PasswordHashing.class);

    private final Argon2 argon2;
    private final HashingThreads threads;

    /** What is verified where there is nothing to verify, so that it takes as long (CVE-2012-5055). */
    private final Argon2Hash nobodys;

    PasswordHashing(Argon2 argon2, HashingThreads threads) {
        this.argon2 = argon2;
        this.threads = threads;
        this.nobodys = argon2.hash("nobody has this password");
    }

    /** The hash to store, in PHC form. */
    public Mono<String> hash(String password) {
        return threads.run(() -> argon2.hash(password).phc());
    }

    /**
     * Costs one hash in any case.
     *
     * @param stored null for an account without a password, or no account at all: never matches
     */
    public Mono<Boolean> verify(String password, @Nullable String stored) {
        Optional<Argon2Hash> known = Optional.ofNullable(stored).flatMap(Argon2Hash::parse);
        if (stored != null && known.isEmpty()) {
            log.warn("A stored password hash is of no form we know, or too expensive; it matches nothing");
        }
        return known.map(hash -> threads.run(() -> argon2.matches(password, hash)))
                .orElseGet(() -> verifyNobodys(password));
    }

    /** True when it was made with other parameters than new ones are. */
    public boolean outdated(String stored) {
        return Argon2Hash.parse(stored).map(argon2::outdated).orElse(true);
    }

    private Mono<Boolean> verifyNobodys(String password) {
        return threads.run(() -> argon2.matches(password, nobodys)).thenReturn(false);
    }
}
