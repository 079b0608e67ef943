package io.tollgate.billing.subscription;

import static io.tollgate.billing.subscription.SubscriptionRows.COLUMNS;
import static io.tollgate.billing.subscription.SubscriptionRows.LIVE;

import io.tollgate.platform.db.DatabaseClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The subscriptions and checkout pages whose time is over. */
@Repository
class ExpiryRepository {

    /** Shorter than the time between two sweeps. */
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMinutes(50);

    private final DatabaseClient db;
    private final Clock clock;
    private final DatabaseClock databaseClock;

    ExpiryRepository(DatabaseClient db, Clock clock, DatabaseClock databaseClock) {
        this.db = db;
        this.clock = clock;
        this.databaseClock = databaseClock;
    }

    /**
     * Ends our own that have run out, the longest over first, past those that somebody else is at. Not what has minutes left by the
     * database's clock: what is ended too early stays so.
     */
    Flux<Subscription> expireOwn(int limit) {
        Instant now = clock.instant();
        return db.sql("""
                        update subscriptions
                        set status = 'canceled', canceled_at = coalesce(canceled_at, :now), ended_at = current_period_end,
                            updated_at = :now
                        where id in (
                            select id from subscriptions
                            where provider = 'manual' and lapses_at <= :now and %s and %s
                            order by lapses_at, id limit :limit for update skip locked)
                        returning %s
                        """.formatted(databaseClock.reached("lapses_at"), LIVE, COLUMNS))
                .bind("now", now)
                .bind("limit", limit)
                .map(SubscriptionRows::toSubscription)
                .all();
    }

    /** Those at Stripe that look as if they had run out, and that no sweep has looked at of late. */
    Flux<Subscription> claimStripe(int limit) {
        Instant now = clock.instant();
        return db.sql("""
                        update subscriptions set checked_until = :checkedUntil
                        where id in (
                            select id from subscriptions
                            where provider = 'stripe' and lapses_at <= :now
                              and (checked_until is null or checked_until <= :now)
                              and status in %s
                            order by lapses_at, id limit :limit for update skip locked)
                        returning %s
                        """.formatted(SubscriptionStatus.LIVE, COLUMNS))
                .bind("now", now)
                .bind("checkedUntil", now.plus(LOOK_AGAIN_AFTER))
                .bind("limit", limit)
                .map(SubscriptionRows::toSubscription)
                .all();
    }

    /** Ends one that Stripe no longer knows. Empty when it had ended before. */
    Mono<Subscription> endUnknown(String subscriptionId) {
        return db.sql("""
                        update subscriptions
                        set status = 'canceled', canceled_at = coalesce(canceled_at, :now), ended_at = :now,
                            current_period_end = least(current_period_end, :now), updated_at = :now
                        where provider = 'stripe' and provider_subscription_id = :id
                          and status in ('trialing', 'active', 'past_due', 'unpaid', 'paused', 'incomplete')
                        returning\s""" + COLUMNS)
                .bind("id", subscriptionId)
                .bind("now", clock.instant())
                .map(SubscriptionRows::toSubscription)
                .one();
    }

    /** Pages of whose end no event came. */
    Mono<Void> expireCheckouts() {
        return db.sql("""
                        update checkouts set status = 'expired', updated_at = :now
                        where status in ('open', 'replacing') and expires_at <= :now
                        """).bind("now", clock.instant()).then();
    }
}
