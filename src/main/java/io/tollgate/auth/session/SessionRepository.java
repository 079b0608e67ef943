package io.tollgate.auth.session;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code sessions}. */
@Repository
public class SessionRepository {

    /** For clocks that disagree: a revocation lives this much longer than the tokens it stops. */
    static final Duration MARGIN = Duration.ofMinutes(5);

    private final DatabaseClient db;
    private final Clock clock;
    private final Duration revocationTtl;

    SessionRepository(DatabaseClient db, Clock clock, SessionProperties properties) {
        this.db = db;
        this.clock = clock;
        this.revocationTtl = properties.accessTtl().plus(MARGIN);
    }

    /** Notes that a token of this session is handed out now, so that its end revokes that too. False when it has ended. */
    public Mono<Boolean> touch(UUID sessionId) {
        return Mono.defer(() -> db.sql("""
                        update sessions set last_used_at = greatest(last_used_at, :now) where id = :id and ended_at is null
                        """)
                .bind("id", sessionId)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1));
    }

    /**
     * Empty when there is no such session or it has ended before. Waits for a rotation that is under way.
     *
     * @param userId whose it must be; null for anybody's
     */
    Mono<Revocation> end(@Nullable UUID userId, UUID sessionId, EndReason reason) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            return db.sql("""
                            with ended as (
                                update sessions set ended_at = :now, ended_reason = :reason
                                where id = :id and user_id = coalesce(:userId, user_id) and ended_at is null
                                returning id)
                            insert into revocations (session_id, until) select id, :until from ended
                            on conflict do nothing
                            returning session_id, until
                            """)
                    .bind("id", sessionId)
                    .bind("userId", userId == null ? Parameters.in(UUID.class) : Parameters.in(userId))
                    .bind("reason", reason.value())
                    .bind("now", now)
                    .bind("until", now.plus(revocationTtl))
                    .map(SessionRepository::toRevocation)
                    .one();
        });
    }

    /** Of sessions that were not used for longer than an access token lives, nothing is left to revoke. */
    Mono<List<Revocation>> endOthers(UUID userId, @Nullable UUID kept, EndReason reason) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            Instant until = now.plus(revocationTtl);
            return db.sql("""
                            with ended as (
                                update sessions set ended_at = :now, ended_reason = :reason
                                where user_id = :userId and ended_at is null and id is distinct from :kept
                                returning id, last_used_at),
                            revoked as (
                                insert into revocations (session_id, until)
                                select id, :until from ended where last_used_at > :alive
                                on conflict do nothing
                                returning session_id)
                            select coalesce(array_agg(session_id), '{}') as ids from revoked
                            """)
                    .bind("userId", userId)
                    .bind("kept", kept == null ? Parameters.in(UUID.class) : Parameters.in(kept))
                    .bind("reason", reason.value())
                    .bind("now", now)
                    .bind("until", until)
                    .bind("alive", now.minus(revocationTtl))
                    .map(row -> Objects.requireNonNull(row.get("ids", UUID[].class)))
                    .one()
                    .map(ids -> Arrays.stream(ids)
                            .map(id -> new Revocation(id, until))
                            .toList());
        });
    }

    private static Revocation toRevocation(Readable row) {
        return new Revocation(
                Objects.requireNonNull(row.get("session_id", UUID.class)),
                Objects.requireNonNull(row.get("until", OffsetDateTime.class)).toInstant());
    }
}
