package io.tollgate.auth.token;

import io.tollgate.auth.session.SessionProperties;
import io.tollgate.platform.db.ExpiredRows;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
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
                    select ctid from refresh_tokens where id < :oldest and expires_at < :moment order by id limit 1000),
                gone as (delete from refresh_tokens where ctid = any (array(select ctid from old)))
            select count(*) from old
            """;

    static final String OF_SESSIONS = """
            with old as materialized (
                    select t.ctid from sessions s join refresh_tokens t on t.session_id = s.id
                    where s.expires_at < :moment limit 1000),
                gone as (delete from refresh_tokens where ctid = any (array(select ctid from old)))
            select count(*) from old
            """;

    private static final int BATCH = 1_000;

    private final DatabaseClient db;
    private final Duration life;
    private final Clock clock;

    ExpiredTokens(DatabaseClient db, SessionProperties properties, Clock clock) {
        this.db = db;
        this.life = properties.refreshTtl();
        this.clock = clock;
    }

    /** Those issued so long ago that they have expired, and that long ago. */
    Mono<Void> deleteOld(Duration ago) {
        return Mono.defer(() -> {
            Instant moment = clock.instant().minus(ago);
            return batches(
                    db.sql(OLD).bind("oldest", firstIdOf(moment.minus(life))).bind("moment", moment));
        });
    }

    Mono<Void> deleteOfSessionsThatEnded(Duration ago) {
        return Mono.defer(
                () -> batches(db.sql(OF_SESSIONS).bind("moment", clock.instant().minus(ago))));
    }

    /** By the rows found, as {@link ExpiredRows} says. */
    private static Mono<Void> batches(DatabaseClient.GenericExecuteSpec delete) {
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
