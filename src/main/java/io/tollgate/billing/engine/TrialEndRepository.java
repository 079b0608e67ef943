package io.tollgate.billing.engine;

import io.tollgate.platform.db.DatabaseClock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Which trials are over, of those that nobody moves through time by hand. */
@Repository
class TrialEndRepository {

    private final DatabaseClient db;
    private final DatabaseClock databaseClock;

    TrialEndRepository(DatabaseClient db, DatabaseClock databaseClock) {
        this.db = db;
        this.databaseClock = databaseClock;
    }

    /**
     * Those longest over. Nothing is locked afterwards: they are nobody else's until the lease ends, and then again if they are
     * still over.
     */
    Mono<List<UUID>> claim(Instant now, Instant lease, int limit) {
        // The number, and no parameter: only then is the index that has nothing but trials seen to fit.
        return db.sql("""
                        update engine_subscriptions set put_off_until = :lease where subscription_id in (
                            select subscription_id from engine_subscriptions
                            where next_run_at <= :now and parked_at is null and not clocked and period_index = %d
                                and (put_off_until is null or put_off_until <= :now) and %s
                            order by next_run_at limit :limit for update skip locked)
                        returning subscription_id
                        """.formatted(Course.TRIAL, databaseClock.reached("next_run_at")))
                .bind("now", now)
                .bind("lease", lease)
                .bind("limit", limit)
                .mapValue(UUID.class)
                .all()
                .collectList();
    }

    /** It is not over again before that. */
    Mono<Void> putOff(UUID id, Instant until) {
        return db.sql("update engine_subscriptions set put_off_until = :until where subscription_id = :id")
                .bind("until", until)
                .bind("id", id)
                .then();
    }
}
