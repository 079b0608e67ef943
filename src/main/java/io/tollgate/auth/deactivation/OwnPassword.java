package io.tollgate.auth.deactivation;

import io.tollgate.auth.password.PasswordHashing;
import io.tollgate.platform.ratelimit.RateLimits;
import io.tollgate.user.User;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/**
 * The password of who is signed in, asked for once more. Tries count against the same budget as logins: a stolen session is no
 * second place for guessing.
 */
@Component
public class OwnPassword {

    private static final List<String> LIMITS = List.of("login", "login-account");

    private final DatabaseClient db;
    private final PasswordHashing hashing;
    private final RateLimits limits;

    OwnPassword(DatabaseClient db, PasswordHashing hashing, RateLimits limits) {
        this.db = db;
        this.hashing = hashing;
        this.limits = limits;
    }

    /** False also for an account without a password. No connection is held while it is hashed. */
    public Mono<Boolean> matches(User user, String password, ServerRequest request) {
        return limits.require(LIMITS, user.email(), request)
                .then(Mono.defer(() -> hash(user.id())))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(hash -> hashing.verify(password, hash.orElse(null)));
    }

    /** False for an account that signs in elsewhere. */
    public Mono<Boolean> exists(UUID userId) {
        return hash(userId).hasElement();
    }

    private Mono<String> hash(UUID userId) {
        return db.sql("select hash from passwords where user_id = :userId")
                .bind("userId", userId)
                .mapValue(String.class)
                .one();
    }
}
