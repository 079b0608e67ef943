package io.tollgate.admin.users;

import java.time.Clock;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The column {@code users.is_admin}. */
@Repository
class RoleRepository {

    private final DatabaseClient db;
    private final Clock clock;

    RoleRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** False when the user has the role already. */
    Mono<Boolean> set(UUID userId, boolean admin) {
        return Mono.defer(() -> db.sql(
                        "update users set is_admin = :admin, updated_at = :now where id = :id and is_admin <> :admin")
                .bind("id", userId)
                .bind("admin", admin)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }
}
