package io.tollgate.auth.emailchange;

import io.tollgate.platform.db.Columns;
import io.tollgate.user.PersonalData;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;

/** A change of address that is under way. */
@Repository
class EmailChangeData implements PersonalData {

    private final DatabaseClient db;

    EmailChangeData(DatabaseClient db) {
        this.db = db;
    }

    record Line(String newEmail, Instant createdAt) {}

    @Override
    public String section() {
        return "email_changes";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return db.sql("select new_display, created_at from email_changes where user_id = :userId")
                .bind("userId", userId)
                .map(row ->
                        new Line(Columns.required(row, "new_display", String.class), Columns.time(row, "created_at")))
                .all();
    }
}
