package io.tollgate.billing.engine;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.usage.CustomerClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** Tells those who take usage in what time it is for customers who are moved through it. */
@Repository
@ConditionalOnProperty("tollgate.billing.engine.test-clocks")
class OwnTimes implements CustomerClock {

    private final DatabaseClient db;

    OwnTimes(DatabaseClient db) {
        this.db = db;
    }

    @Override
    public Mono<Map<UUID, Instant>> now(Collection<UUID> subscriptionIds) {
        return db.sql("""
                        select array_agg(s.id) as ids,
                               array_agg(cast(extract(epoch from c.now_at) * 1000000 as bigint)) as times
                        from customer_clocks c join subscriptions s on s.user_id = c.user_id
                        where s.id = any(:ids)
                        """)
                .bind("ids", subscriptionIds.toArray(UUID[]::new))
                .map(OwnTimes::toTimes)
                .one();
    }

    /** All in one row: a large result is a danger when it is cancelled, and a part of it would be wrong. */
    private static Map<UUID, Instant> toTimes(Readable row) {
        UUID[] ids = row.get("ids", UUID[].class);
        Long[] micros = row.get("times", Long[].class);
        Map<UUID, Instant> times = new HashMap<>();
        for (int i = 0; ids != null && micros != null && i < ids.length; i++) {
            times.put(ids[i], Instant.EPOCH.plus(micros[i], ChronoUnit.MICROS));
        }
        return times;
    }
}
