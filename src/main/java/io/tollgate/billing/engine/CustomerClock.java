package io.tollgate.billing.engine;

import io.r2dbc.spi.Readable;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What time it is for a customer: everybody's, unless a test moves this one through time. */
@Repository
public class CustomerClock {

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

    /** Sets it. False when it would go back. */
    Mono<Boolean> set(UUID userId, Instant now) {
        return db.sql("""
                        insert into customer_clocks (user_id, now_at, updated_at) values (:userId, :now, :real)
                        on conflict (user_id) do update set now_at = excluded.now_at, updated_at = excluded.updated_at
                        where customer_clocks.now_at <= excluded.now_at
                        """)
                .bind("userId", userId)
                .bind("now", now)
                .bind("real", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private static Instant time(Readable row) {
        return Objects.requireNonNull(row.get("now_at", OffsetDateTime.class)).toInstant();
    }
}
