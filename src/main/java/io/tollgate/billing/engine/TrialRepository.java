package io.tollgate.billing.engine;

import io.tollgate.platform.db.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Trials whose end is near and has not been told yet. Those that have been cancelled end in silence. */
@Repository
class TrialRepository {

    /** As Stripe does; of a shorter trial at once. */
    private static final Duration AHEAD = Duration.ofDays(3);

    private static final String UNTOLD = """
            from engine_subscriptions e join subscriptions s on s.id = e.subscription_id
            where s.engine and s.status = 'trialing' and not s.cancel_at_period_end and s.trial_end <= :until
              and (e.cancel_at is null or e.cancel_at > s.trial_end) and e.trial_told is distinct from s.trial_end
            """;

    private static final String TELL = """
            update engine_subscriptions told set trial_told = s.trial_end from subscriptions s
            where s.id = told.subscription_id and told.subscription_id in (select e.subscription_id
            """ + UNTOLD;

    private final DatabaseClient db;

    TrialRepository(DatabaseClient db) {
        this.db = db;
    }

    /** Notes that they are told now, past those that somebody else is at; for everybody who lives in the common time. */
    Mono<List<UUID>> tell(Instant now, int limit) {
        return db.sql(TELL + """
                            and not e.clocked order by s.trial_end limit :limit for update of e skip locked)
                        returning told.subscription_id
                        """)
                .bind("until", now.plus(AHEAD))
                .bind("limit", limit)
                .mapValue(UUID.class)
                .all()
                .collectList();
    }

    /** The same for one customer. */
    Mono<List<UUID>> tell(UUID userId, Instant now) {
        return db.sql(TELL + """
                            and s.user_id = :userId for update of e)
                        returning told.subscription_id
                        """)
                .bind("until", now.plus(AHEAD))
                .bind("userId", userId)
                .mapValue(UUID.class)
                .all()
                .collectList();
    }

    /** When the customer is to be told next; empty when that is after {@code latest}. */
    Mono<Instant> next(UUID userId, Instant latest) {
        return db.sql("select s.trial_end " + UNTOLD + " and s.user_id = :userId order by s.trial_end limit 1")
                .bind("until", latest.plus(AHEAD))
                .bind("userId", userId)
                .map(row -> Columns.time(row, "trial_end").minus(AHEAD))
                .one();
    }
}
