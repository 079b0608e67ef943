package io.tollgate.billing.subscription;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.db.Keyset;
import io.tollgate.user.PersonalData;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The checkout pages made for the user, whatever became of them. Not their addresses: whoever has one can pay there. */
@Repository
class CheckoutData implements PersonalData {

    private static final UUID START = new UUID(0, 0);

    private final DatabaseClient db;

    CheckoutData(DatabaseClient db) {
        this.db = db;
    }

    record Line(
            UUID id,
            String plan,
            String status,
            @Nullable String sessionId,
            Instant createdAt,
            @Nullable Instant expiresAt) {}

    @Override
    public String section() {
        return "checkouts";
    }

    @Override
    public Flux<?> of(UUID userId) {
        return Keyset.<Line>all(last -> page(userId, last == null ? START : last.id()));
    }

    private Mono<List<Line>> page(UUID userId, UUID after) {
        return db.sql("""
                        select c.id, p.code as plan, c.status, c.session_id, c.created_at, c.expires_at
                        from checkouts c join plan_versions v on v.id = c.plan_version_id join plans p on p.id = v.plan_id
                        where c.user_id = :userId and c.id > :after order by c.id limit :page
                        """)
                .bind("userId", userId)
                .bind("after", after)
                .bind("page", Keyset.PAGE)
                .map(CheckoutData::toLine)
                .all()
                .collectList();
    }

    private static Line toLine(Readable row) {
        OffsetDateTime expires = row.get("expires_at", OffsetDateTime.class);
        return new Line(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "plan", String.class),
                Columns.required(row, "status", String.class),
                row.get("session_id", String.class),
                Columns.time(row, "created_at"),
                expires == null ? null : expires.toInstant());
    }
}
