package io.tollgate.auth.verification;

import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.time.Clock;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The column {@code users.registered_again_at}: who was claimed by a second registration before the mailbox had spoken. */
@Repository
class SecondRegistrations {

    private final DatabaseClient db;
    private final Clock clock;

    SecondRegistrations(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Nothing for an address that is proven: nobody can claim that by registering. */
    Mono<Void> note(UUID userId) {
        return Mono.defer(
                () -> db.sql("update users set registered_again_at = :now where id = :userId and not is_verified")
                        .bind("userId", userId)
                        .bind("now", clock.instant())
                        .then());
    }

    /** The user, while it is unknown which of several made the account they are to have. */
    Mono<User> find(UUID userId, String email) {
        return db.sql("""
                        select * from users
                        where id = :userId and email = :email and not is_verified and registered_again_at is not null
                        """)
                .bind("userId", userId)
                .bind("email", email)
                .map(UserRepository::toUser)
                .one();
    }
}
