package io.tollgate.billing.engine;

import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What time it is for a customer: everybody's, unless a test moves this one through time. */
@Repository
public class CustomerClock {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final DatabaseClient db;
    private final Clock clock;

    CustomerClock(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Never empty. */
    public Mono<Instant> now(UUID userId) {
        return own(userId).defaultIfEmpty(clock.instant());
    }

    /** The customer's own time; empty for everybody who lives in the common one. */
    public Mono<Instant> own(UUID userId) {
        return db.sql("select now_at from customer_clocks where user_id = :userId")
                .bind("userId", userId)
                .map(CustomerClock::time)
                .one();
    }

    /** Who of them has a time of their own. */
    public Mono<Set<UUID>> clocked(Collection<UUID> userIds) {
        return db.sql("select user_id from customer_clocks where user_id = any(:userIds)")
                .bind("userIds", userIds.toArray(UUID[]::new))
                .mapValue(UUID.class)
                .all()
                .collect(Collectors.toSet());
    }

    /**
     * Begins to move a customer, whose time stands still from here on. False while somebody else does; one who has not moved for
     * minutes has gone away.
     */
    Mono<Boolean> take(UUID userId, UUID mover, Instant now) {
        return one(db.sql("""
                        insert into customer_clocks (user_id, now_at, updated_at, mover) values (:userId, :now, :real, :mover)
                        on conflict (user_id) do update set mover = excluded.mover, updated_at = excluded.updated_at
                        where customer_clocks.mover is null or customer_clocks.updated_at < :gone
                        """)
                .bind("userId", userId)
                .bind("now", now)
                .bind("mover", mover)
                .bind("real", clock.instant())
                .bind("gone", clock.instant().minus(PATIENCE)));
    }

    /** Sets it, never back. False when somebody else moves the customer now. */
    Mono<Boolean> set(UUID userId, UUID mover, Instant now) {
        return one(db.sql("""
                        update customer_clocks set now_at = greatest(now_at, :now), updated_at = :real
                        where user_id = :userId and mover = :mover
                        """)
                .bind("userId", userId)
                .bind("mover", mover)
                .bind("now", now)
                .bind("real", clock.instant()));
    }

    Mono<Void> release(UUID userId, UUID mover) {
        return db.sql("update customer_clocks set mover = null where user_id = :userId and mover = :mover")
                .bind("userId", userId)
                .bind("mover", mover)
                .then();
    }

    private static Mono<Boolean> one(GenericExecuteSpec statement) {
        return statement.fetch().rowsUpdated().map(rows -> rows == 1);
    }

    private static Instant time(Readable row) {
        return Objects.requireNonNull(row.get("now_at", OffsetDateTime.class)).toInstant();
    }
}
