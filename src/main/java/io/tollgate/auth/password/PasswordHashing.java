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
    private final RefusalTime refusalTime;

    /** What is verified where there is nothing to verify, so that it takes as long (CVE-2012-5055). */
    private final Argon2Hash nobodys;

    PasswordHashing(Argon2 argon2, HashingThreads threads, RefusalTime refusalTime) {
        this.argon2 = argon2;
        this.threads = threads;
        this.refusalTime = refusalTime;
        this.nobodys = argon2.hash("nobody has this password");
    }

    /** The hash to store, in PHC form. */
    public Mono<String> hash(String password) {
        return threads.run(() -> argon2.hash(password).phc());
    }

    /**
     * Costs one hash in any case, and takes as long to refuse as the dearest stored one.
     *
     * @param stored null for an account without a password, or no account at all: never matches
     */
    public Mono<Boolean> verify(String password, @Nullable String stored) {
        Optional<Argon2Hash> known = Optional.ofNullable(stored).flatMap(Argon2Hash::parse);
        if (stored != null && known.isEmpty()) {
            log.warn("A stored password hash is of no form we know, or too expensive; it matches nothing");
        }
        Mono<Boolean> verified = known.map(hash -> verify(password, hash)).orElseGet(() -> verifyNobodys(password));
        return Mono.defer(() -> {
            long begin = System.nanoTime();
            return verified.flatMap(
                    right -> right ? Mono.just(true) : refusalTime.refuse(begin, Argon2.spellings(password)));
        });
    }

    /** Whether a password can ever match it: argon2id in PHC form, at a bearable cost. */
    public boolean readable(String stored) {
        return Argon2Hash.parse(stored).isPresent();
    }

    /** True when it was made with other parameters than new ones are. */
    public boolean outdated(String stored) {
        return Argon2Hash.parse(stored).map(argon2::outdated).orElse(true);
    }

    private Mono<Boolean> verify(String password, Argon2Hash hash) {
        return argon2.foreign(hash)
                ? threads.runForeign(() -> argon2.matches(password, hash))
                : threads.run(() -> argon2.matches(password, hash));
    }

    private Mono<Boolean> verifyNobodys(String password) {
        return threads.run(() -> argon2.matches(password, nobodys)).thenReturn(false);
    }
}
