package io.tollgate.billing.usage;

import java.time.Clock;
import java.time.Duration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/**
 * Takes out of the events of erased users what may tell of a person. What they add up to belongs to invoices and stays, about
 * nobody; what was told apart stays different under a digest.
 */
@Repository
class ErasedUsage {

    /** Of nights that may have been missed. */
    private static final Duration LOOKED_BACK = Duration.ofDays(30);

    private final DatabaseClient db;
    private final Clock clock;

    ErasedUsage(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    Mono<Long> forget() {
        return db.sql("""
                        update usage_events e set properties = null, unique_value = md5(e.unique_value)
                        from subscriptions s join users u on u.id = s.user_id
                        where u.erased_at > :since and e.subscription_id = s.id and e.properties is not null
                        """)
                .bind("since", clock.instant().minus(LOOKED_BACK))
                .fetch()
                .rowsUpdated();
    }
}
