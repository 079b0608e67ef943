package io.tollgate.auth.stepup;

import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What a step-up reads of {@code passwords}. */
@Repository
class StepUpPasswords {

    private final DatabaseClient db;

    StepUpPasswords(DatabaseClient db) {
        this.db = db;
    }

    /** Empty for a user who signs in elsewhere. */
    Mono<String> hashOf(UUID userId) {
        return db.sql("select hash from passwords where user_id = :userId")
                .bind("userId", userId)
                .mapValue(String.class)
                .one();
    }
}
