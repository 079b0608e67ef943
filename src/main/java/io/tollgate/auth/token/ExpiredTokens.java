package io.tollgate.auth.token;

import io.tollgate.auth.session.SessionProperties;
import io.tollgate.platform.db.DatabaseClock;
import io.tollgate.platform.db.ExpiredRows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/**
 * Deletes refresh tokens that have had their time. They have no index by it, for which each refresh would have to pay: that a token
 * is old its id tells, which begins with the time it was made at (UUID version 7); and of a session that is over, the session.
 */
@Repository
class ExpiredTokens {

    static final String OLD = """
            with old as materialized (
                    select ctid from refresh_tokens where id < :oldest and expires_at < :moment and %s order by id limit 1000),
                gone as (delete from refresh_tokens where ctid = any (array(select ctid from old)))
            select count(*) from old
            """;

    static final String OF_SESSIONS = """
            with old as materialized (
                    select t.ctid from sessions s join refresh_tokens t on t.session_id = s.id
                    where s.expires_at < :moment and %s limit 1000),
                gone as (delete from refresh_tokens where ctid = any (array(select ctid from old)))
            select count(*) from old
            """;

    private static final int BATCH = 1_000;

    private final DatabaseClient db;
    private final Duration life;
    private final Clock clock;
    private final DatabaseClock databaseClock;

    ExpiredTokens(DatabaseClient db, SessionProperties properties, Clock clock, DatabaseClock databaseClock) {
        this.db = db;
        this.life = properties.refreshTtl();
        this.clock = clock;
        this.databaseClock = databaseClock;
    }

    /** Those issued so long ago that they have expired, and that long ago. */
    Mono<Void> deleteOld(Duration ago) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            UUID oldest = firstIdOf(now.minus(ago).minus(life));
            return batches(delete(OLD, now, ago).bind("oldest", oldest));
        });
    }

    Mono<Void> deleteOfSessionsThatEnded(Duration ago) {
        return Mono.defer(() -> batches(delete(OF_SESSIONS, clock.instant(), ago)));
    }

    private GenericExecuteSpec delete(String sql, Instant now, Duration ago) {
        return db.sql(sql.formatted(databaseClock.reached("cast(:now as timestamptz)")))
                .bind("now", now)
                .bind("moment", now.minus(ago));
    }

    /** By the rows found, as {@link ExpiredRows} says. */
    private static Mono<Void> batches(GenericExecuteSpec delete) {
        return delete.mapValue(Long.class)
                .one()
                .repeat()
                .takeUntil(found -> found < BATCH)
                .then();
    }

    /** No id made at this time or later is smaller (RFC 9562 §5.7). */
    private static UUID firstIdOf(Instant time) {
        return new UUID(time.toEpochMilli() << 16, 0);
    }
}
