package io.tollgate.billing.collection;

import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code closed_subscriptions}: since when a subscription is closed for want of payment. */
@Repository
class ClosedSubscriptions {

    private final DatabaseClient db;

    ClosedSubscriptions(DatabaseClient db) {
        this.db = db;
    }

    /** @param now the customer's */
    Mono<Void> add(UUID subscriptionId, Instant now) {
        return db.sql("""
                        insert into closed_subscriptions (subscription_id, closed_at) values (:id, :now)
                        on conflict (subscription_id) do update set closed_at = excluded.closed_at
                        """).bind("id", subscriptionId).bind("now", now).then();
    }

    Mono<Void> remove(UUID subscriptionId) {
        return db.sql("delete from closed_subscriptions where subscription_id = :id")
                .bind("id", subscriptionId)
                .then();
    }
}
