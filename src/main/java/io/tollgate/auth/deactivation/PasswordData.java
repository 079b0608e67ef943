package io.tollgate.auth.deactivation;

import io.tollgate.platform.db.Columns;
import io.tollgate.user.PersonalData;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;

/** That there is a password, and since when; never a word about what it is. */
@Repository
class PasswordData implements PersonalData {

    private final DatabaseClient db;

    PasswordData(DatabaseClient db) {
        this.db = db;
    }

    record Line(Instant changedAt) {}

    @Override
    public String section() {
        return "passwords";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return db.sql("select changed_at from passwords where user_id = :userId")
                .bind("userId", userId)
                .map(row -> new Line(Columns.time(row, "changed_at")))
                .all();
    }
}
