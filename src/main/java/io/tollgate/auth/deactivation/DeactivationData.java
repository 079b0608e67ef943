package io.tollgate.auth.deactivation;

import io.tollgate.platform.db.Columns;
import io.tollgate.user.PersonalData;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;

/** Why the user is deactivated, while they are. Not which administrator did it. */
@Repository
class DeactivationData implements PersonalData {

    private final DatabaseClient db;

    DeactivationData(DatabaseClient db) {
        this.db = db;
    }

    record Line(Instant at, String reason, @Nullable Instant until) {}

    @Override
    public String section() {
        return "deactivations";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return db.sql("select at, reason, until from deactivations where user_id = :userId")
                .bind("userId", userId)
                .map(row -> new Line(
                        Columns.time(row, "at"),
                        Columns.required(row, "reason", String.class),
                        instant(row.get("until", OffsetDateTime.class))))
                .all();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime value) {
        return value == null ? null : value.toInstant();
    }
}
