package io.tollgate.auth.session;

import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.web.PageRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads {@code sessions} for people: those that still can be refreshed, the newest first. */
@Repository
public class SessionListRepository {

    private static final String LIVE =
            " from sessions where user_id = :userId and ended_at is null and expires_at > :now and last_used_at > :idle";

    private final DatabaseClient db;
    private final Clock clock;
    private final Duration idleEnd;

    SessionListRepository(DatabaseClient db, Clock clock, SessionProperties properties) {
        this.db = db;
        this.clock = clock;
        this.idleEnd = properties.refreshTtl();
    }

    public Flux<SessionView> page(UUID userId, @Nullable UUID current, PageRequest page) {
        return Flux.defer(() -> live(
                        "select id, user_agent, ip, created_at, last_used_at, expires_at, methods" + LIVE
                                + " order by created_at desc, id desc limit :limit offset :offset",
                        userId)
                .bind("limit", page.limit())
                .bind("offset", page.offset())
                .map(row -> toView(row, current))
                .all());
    }

    public Mono<Long> count(UUID userId) {
        return Mono.defer(() -> live("select count(*) as live" + LIVE, userId)
                .map(row -> Columns.required(row, "live", Long.class))
                .one());
    }

    private GenericExecuteSpec live(String sql, UUID userId) {
        Instant now = clock.instant();
        return db.sql(sql).bind("userId", userId).bind("now", now).bind("idle", now.minus(idleEnd));
    }

    private static SessionView toView(Readable row, @Nullable UUID current) {
        UUID id = Columns.required(row, "id", UUID.class);
        return new SessionView(
                id,
                Device.of(row.get("user_agent", String.class)).words(),
                Columns.required(row, "ip", String.class),
                Columns.time(row, "created_at"),
                Columns.time(row, "last_used_at"),
                Columns.time(row, "expires_at"),
                id.equals(current),
                List.of(Columns.required(row, "methods", String[].class)));
    }
}
