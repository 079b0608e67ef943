package io.tollgate.user;

import io.tollgate.platform.db.Columns;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Sees to it that there is always one. */
@Repository
public class Administrators {

    private final DatabaseClient db;

    Administrators(DatabaseClient db) {
        this.db = db;
    }

    /**
     * True when somebody else is an administrator who can act. Until the caller's transaction ends nobody else gets an answer, so
     * two administrators cannot remove each other at once: whoever takes the role or the account from one asks here first.
     */
    public Mono<Boolean> remainWithout(UUID userId) {
        return db.sql("select pg_advisory_xact_lock(hashtext('administrators'), 0)")
                .then()
                // A statement of its own: it sees what the last holder of the lock has committed.
                .then(Mono.defer(() -> othersThan(userId)));
    }

    private Mono<Boolean> othersThan(UUID userId) {
        return db.sql(
                        "select exists (select from users where is_admin and is_active and is_verified and id <> :id) as found")
                .bind("id", userId)
                .map(row -> Columns.required(row, "found", Boolean.class))
                .one();
    }
}
