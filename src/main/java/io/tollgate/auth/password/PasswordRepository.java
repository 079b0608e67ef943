package io.tollgate.auth.password;

import io.tollgate.user.User;
import io.tollgate.user.UserRepository;
import java.time.Clock;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code passwords}. */
@Repository
public class PasswordRepository {

    private final DatabaseClient db;
    private final Clock clock;

    PasswordRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    public Mono<Void> insert(UUID userId, String hash) {
        return Mono.defer(
                () -> db.sql("insert into passwords (user_id, hash, changed_at) values (:userId, :hash, :now)")
                        .bind("userId", userId)
                        .bind("hash", hash)
                        .bind("now", clock.instant())
                        .then());
    }

    /** Empty for an account without a password. */
    public Mono<String> find(UUID userId) {
        return db.sql("select hash from passwords where user_id = :userId")
                .bind("userId", userId)
                .mapValue(String.class)
                .one();
    }

    /** The first one. False when there is one already. */
    Mono<Boolean> add(UUID userId, String hash) {
        return Mono.defer(() -> db.sql("""
                        insert into passwords (user_id, hash, changed_at) values (:userId, :hash, :now)
                        on conflict (user_id) do nothing
                        """)
                .bind("userId", userId)
                .bind("hash", hash)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }

    /** Whatever it was before, also none. */
    Mono<Void> put(UUID userId, String hash) {
        return Mono.defer(() -> db.sql("""
                        insert into passwords (user_id, hash, changed_at) values (:userId, :hash, :now)
                        on conflict (user_id) do update set hash = excluded.hash, changed_at = excluded.changed_at
                        """)
                .bind("userId", userId)
                .bind("hash", hash)
                .bind("now", clock.instant())
                .then());
    }

    /** Another password, unless somebody was faster. */
    Mono<Boolean> replace(UUID userId, String old, String hash) {
        return Mono.defer(() -> db.sql("""
                        update passwords set hash = :hash, changed_at = :now where user_id = :userId and hash = :old
                        """)
                .bind("userId", userId)
                .bind("old", old)
                .bind("hash", hash)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }

    /** False when there was none. */
    Mono<Boolean> delete(UUID userId) {
        return db.sql("delete from passwords where user_id = :userId")
                .bind("userId", userId)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Until commit nobody changes or deactivates the user, or logs in. */
    Mono<User> lockUser(UUID userId) {
        return db.sql("select * from users where id = :id for no key update")
                .bind("id", userId)
                .map(UserRepository::toUser)
                .one();
    }

    /** The same password under a new hash, unless the password was changed meanwhile. Not a change of the password. */
    public Mono<Boolean> rehash(UUID userId, String old, String hash) {
        return db.sql("update passwords set hash = :hash where user_id = :userId and hash = :old")
                .bind("userId", userId)
                .bind("old", old)
                .bind("hash", hash)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }
}
