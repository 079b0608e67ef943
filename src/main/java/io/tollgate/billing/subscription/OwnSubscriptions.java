package io.tollgate.billing.subscription;

import static io.tollgate.billing.subscription.SubscriptionRows.COLUMNS;
import static io.tollgate.billing.subscription.SubscriptionRows.LIVE;

import java.time.Clock;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** What users do to subscriptions that nobody collects money for: one statement each, and nobody is asked. */
@Repository
class OwnSubscriptions {

    private final DatabaseClient db;
    private final Clock clock;

    OwnSubscriptions(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Ends with its period, or now if it has none. Empty when it is set to end, or has ended. */
    Mono<Subscription> cancel(UUID id) {
        return db.sql("""
                        update subscriptions set
                            status = case when current_period_end is null then 'canceled' else status end,
                            cancel_at_period_end = current_period_end is not null,
                            canceled_at = :now,
                            ended_at = case when current_period_end is null then cast(:now as timestamptz) end,
                            current_period_end = coalesce(current_period_end, :now), updated_at = :now
                        where id = :id and provider = 'manual' and not engine and not cancel_at_period_end and\s""" + LIVE + " returning " + COLUMNS)
                .bind("id", id)
                .bind("now", clock.instant())
                .map(SubscriptionRows::toSubscription)
                .one();
    }

    /** Ends now. Empty when it has ended. */
    Mono<Subscription> cancelNow(UUID id) {
        return db.sql("""
                        update subscriptions set status = 'canceled', canceled_at = coalesce(canceled_at, :now), ended_at = :now,
                            current_period_end = :now, updated_at = :now
                        where id = :id and provider = 'manual' and not engine and\s""" + LIVE + " returning " + COLUMNS)
                .bind("id", id)
                .bind("now", clock.instant())
                .map(SubscriptionRows::toSubscription)
                .one();
    }

    /** Does not end after all. Empty when it was not set to. */
    Mono<Subscription> resume(UUID id) {
        return db.sql("""
                        update subscriptions set cancel_at_period_end = false, canceled_at = null, updated_at = :now
                        where id = :id and provider = 'manual' and not engine and cancel_at_period_end and\s""" + LIVE + " returning " + COLUMNS)
                .bind("id", id)
                .bind("now", clock.instant())
                .map(SubscriptionRows::toSubscription)
                .one();
    }

    /** Another plan that costs nothing. Empty when it has ended, or has that plan. */
    Mono<Subscription> move(UUID id, UUID planVersionId) {
        return db.sql("""
                        update subscriptions set plan_version_id = :versionId, updated_at = :now
                        where id = :id and provider = 'manual' and not engine and plan_version_id <> :versionId and\s""" + LIVE + " returning " + COLUMNS)
                .bind("id", id)
                .bind("versionId", planVersionId)
                .bind("now", clock.instant())
                .map(SubscriptionRows::toSubscription)
                .one();
    }
}
