package io.tollgate.auth.password;

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
