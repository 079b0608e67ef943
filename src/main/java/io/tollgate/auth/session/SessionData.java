package io.tollgate.auth.session;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.db.Keyset;
import io.tollgate.user.PersonalData;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All sessions of the user, those that have ended, too. */
@Repository
class SessionData implements PersonalData {

    private static final UUID START = new UUID(0, 0);

    private final DatabaseClient db;

    SessionData(DatabaseClient db) {
        this.db = db;
    }

    record Line(
            UUID id,
            List<String> methods,
            String ip,
            @Nullable String userAgent,
            Instant createdAt,
            Instant lastUsedAt,
            Instant expiresAt,
            @Nullable Instant endedAt,
            @Nullable String endedReason) {}

    @Override
    public String section() {
        return "sessions";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return Keyset.<Line>all(last -> page(userId, last == null ? START : last.id()));
    }

    private Mono<List<Line>> page(UUID userId, UUID after) {
        return db.sql("""
                        select id, methods, ip, user_agent, created_at, last_used_at, expires_at, ended_at, ended_reason
                        from sessions where user_id = :userId and id > :after order by id limit :page
                        """)
                .bind("userId", userId)
                .bind("after", after)
                .bind("page", Keyset.PAGE)
                .map(SessionData::toLine)
                .all()
                .collectList();
    }

    private static Line toLine(Readable row) {
        return new Line(
                Columns.required(row, "id", UUID.class),
                List.of(Columns.required(row, "methods", String[].class)),
                Columns.required(row, "ip", String.class),
                row.get("user_agent", String.class),
                Objects.requireNonNull(Columns.timeOrNull(row, "created_at")),
                Objects.requireNonNull(Columns.timeOrNull(row, "last_used_at")),
                Objects.requireNonNull(Columns.timeOrNull(row, "expires_at")),
                Columns.timeOrNull(row, "ended_at"),
                row.get("ended_reason", String.class));
    }
}
