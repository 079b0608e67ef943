package io.tollgate.auth.deactivation;

import io.tollgate.auth.guessing.Guessed;
import io.tollgate.auth.guessing.Guessing;
import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.auth.password.PasswordRepository;
import io.tollgate.platform.web.RequestFacts;
import io.tollgate.user.User;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The password of who is signed in, asked for once more. Guessing costs time as at the login, and counts there: a stolen session is
 * no second place for it.
 */
@Component
public class OwnPassword {

    public static final String WRONG = "The password is not correct";

    private final PasswordRepository passwords;
    private final PasswordHashing hashing;
    private final Guessing guessing;

    OwnPassword(PasswordRepository passwords, PasswordHashing hashing, Guessing guessing) {
        this.passwords = passwords;
        this.hashing = hashing;
        this.guessing = guessing;
    }

    /** False also for an account without a password. No connection is held while it is hashed. */
    public Mono<Boolean> matches(User user, String password, RequestFacts facts) {
        Mono<Boolean> attempt = passwords
                .find(user.id())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(hash -> hashing.verify(password, hash.orElse(null)));
        return guessing.guarded(Guessed.PASSWORD, user.email(), facts, attempt, Boolean::booleanValue);
    }

    /** False for an account that signs in elsewhere. */
    public Mono<Boolean> exists(UUID userId) {
        return passwords.find(userId).hasElement();
    }
}
