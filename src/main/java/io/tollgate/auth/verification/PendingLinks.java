package io.tollgate.auth.verification;

import io.tollgate.auth.secret.PendingProofs;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The links in a user's mails, whatever they are for. */
@Repository
class PendingLinks implements PendingProofs {

    private final DatabaseClient db;

    PendingLinks(DatabaseClient db) {
        this.db = db;
    }

    @Override
    public Mono<Void> forget(UUID userId) {
        return db.sql("delete from one_time_tokens where user_id = :userId")
                .bind("userId", userId)
                .then();
    }
}
