package io.tollgate.billing.collection;

import io.tollgate.billing.subscription.SubscriptionStatus;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code unclosed_subscriptions}: what could not be closed is tried again, after half an hour first, and daily in the end. */
@Repository
class UnclosedSubscriptions {

    private final DatabaseClient db;

    UnclosedSubscriptions(DatabaseClient db) {
        this.db = db;
    }

    /** It could not be closed once more. @param now the customer's */
    Mono<Void> add(UUID subscriptionId, Instant now) {
        return db.sql("""
                        insert into unclosed_subscriptions as known (subscription_id, failures, retry_at)
                        values (:id, 1, cast(:now as timestamptz) + interval '30 minutes')
                        on conflict (subscription_id) do update
                        set failures = known.failures + 1,
                            retry_at = cast(:now as timestamptz)
                                + least(interval '30 minutes' * 2 ^ least(known.failures, 6), interval '1 day')
                        """).bind("id", subscriptionId).bind("now", now).then();
    }

    Mono<Void> remove(UUID subscriptionId) {
        return db.sql("delete from unclosed_subscriptions where subscription_id = :id")
                .bind("id", subscriptionId)
                .then();
    }

    Mono<Boolean> stands(UUID subscriptionId, SubscriptionStatus as) {
        return db.sql("select exists (select from subscriptions where id = :id and status = :status) as stands")
                .bind("id", subscriptionId)
                .bind("status", as.value())
                .mapValue(Boolean.class)
                .one();
    }
}
