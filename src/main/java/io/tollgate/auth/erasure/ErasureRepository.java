package io.tollgate.auth.erasure;

import java.time.Clock;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Takes the person out of {@code users} and deletes the rows that are theirs. */
@Repository
class ErasureRepository {

    private final DatabaseClient db;
    private final Clock clock;

    ErasureRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * Leaves a row of which only the id speaks. Neither address nor username can be registered or typed at a login: the one lacks
     * an at sign, the other has a colon. False when there is no such user or they are erased already.
     */
    Mono<Boolean> anonymise(UUID userId) {
        return Mono.defer(() -> db.sql("""
                        update users set
                            email = 'erased:' || id, email_display = 'erased:' || id, username = 'erased:' || id,
                            provider = 'local', is_admin = false, is_active = false, is_verified = false,
                            erased_at = :now, updated_at = :now
                        where id = :userId and erased_at is null
                        """)
                .bind("userId", userId)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }

    Mono<Void> deleteOwned(UUID userId) {
        return db.sql("select 1 as done from erase_owned_rows(:userId)")
                .bind("userId", userId)
                .then();
    }
}
