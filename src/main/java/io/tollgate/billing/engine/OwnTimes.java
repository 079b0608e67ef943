package io.tollgate.billing.engine;

import io.tollgate.billing.usage.CustomerClock;
import java.time.Instant;
import java.util.Collection;
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

    private static final int MOST = 250;

    private final DatabaseClient db;

    OwnTimes(DatabaseClient db) {
        this.db = db;
    }

    @Override
    public Mono<Map<UUID, Instant>> now(Collection<UUID> subscriptionIds) {
        return db.sql("""
                        select s.id, c.now_at from customer_clocks c join subscriptions s on s.user_id = c.user_id
                        where s.id = any(:ids) limit :most
                        """)
                .bind("ids", subscriptionIds.toArray(UUID[]::new))
                .bind("most", MOST)
                .map(row -> Map.entry(EngineRows.required(row, "id", UUID.class), EngineRows.time(row, "now_at")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}
