package io.tollgate.billing.subscription;

import static io.tollgate.billing.subscription.SubscriptionRows.COLUMNS;
import static io.tollgate.billing.subscription.SubscriptionRows.LIVE;

import java.time.Clock;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code subscriptions}. */
@Repository
public class SubscriptionRepository {

    private static final String SELECT = "select " + COLUMNS + " from subscriptions ";

    private final DatabaseClient db;
    private final Clock clock;

    SubscriptionRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** The one that takes the user's place. */
    public Mono<Subscription> findLive(UUID userId) {
        return db.sql(SELECT + "where user_id = :userId and " + LIVE)
                .bind("userId", userId)
                .map(SubscriptionRows::toSubscription)
                .one();
    }

    /** The live one, or else the cancelled one that is paid for longest. */
    Mono<Subscription> findCurrent(UUID userId) {
        return db.sql(SELECT + """
                        where user_id = :userId and duplicate_of is null and replaced_by is null
                          and (status in %s
                               or status = 'canceled' and current_period_end > :now)
                        order by status = 'canceled', current_period_end desc nulls first, id desc limit 1
                        """.formatted(SubscriptionStatus.LIVE))
                .bind("userId", userId)
                .bind("now", clock.instant())
                .map(SubscriptionRows::toSubscription)
                .one();
    }

    public Mono<Subscription> findByStripeId(String subscriptionId) {
        return db.sql(SELECT + "where provider = 'stripe' and provider_subscription_id = :subscriptionId")
                .bind("subscriptionId", subscriptionId)
                .map(SubscriptionRows::toSubscription)
                .one();
    }

    public Mono<Subscription> findById(UUID id) {
        return db.sql(SELECT + "where id = :id")
                .bind("id", id)
                .map(SubscriptionRows::toSubscription)
                .one();
    }

    /** Whether the user has ever been given a trial. */
    public Mono<Boolean> hadTrial(UUID userId) {
        return db.sql("select exists (select 1 from subscriptions where user_id = :userId and trial_end is not null)")
                .bind("userId", userId)
                .mapValue(Boolean.class)
                .one();
    }

    /** Which number the next reading at Stripe has; to be taken before asking. */
    Mono<Long> nextReadOrder() {
        return db.sql("select nextval('subscription_reads')")
                .mapValue(Long.class)
                .one();
    }

    /** False when the user has a live one already. */
    public Mono<Boolean> insertIfNoneLive(Subscription subscription) {
        return SubscriptionRows.bind(db.sql(INSERT + " on conflict do nothing"), subscription)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Writes a reading over an earlier one. Wants the lock on the customer. */
    Mono<Subscription> upsert(Subscription subscription) {
        return SubscriptionRows.bind(db.sql(INSERT + """
                         on conflict (provider, provider_subscription_id) do update set
                            plan_version_id = excluded.plan_version_id, status = excluded.status,
                            started_at = excluded.started_at, current_period_start = excluded.current_period_start,
                            current_period_end = excluded.current_period_end, trial_end = excluded.trial_end,
                            cancel_at_period_end = excluded.cancel_at_period_end, canceled_at = excluded.canceled_at,
                            ended_at = excluded.ended_at, duplicate_of = excluded.duplicate_of,
                            read_order = excluded.read_order, updated_at = excluded.updated_at
                        returning\s""" + COLUMNS), subscription)
                .bind("now", clock.instant())
                .map(SubscriptionRows::toSubscription)
                .one();
    }

    private static final String INSERT = """
            insert into subscriptions (id, user_id, plan_version_id, provider, provider_subscription_id,
                                       provider_customer_id, status, started_at, current_period_start,
                                       current_period_end, trial_end, cancel_at_period_end, canceled_at, ended_at,
                                       duplicate_of, read_order, engine, created_at, updated_at)
            values (:id, :userId, :planVersionId, :provider, :providerId, :customerId, :status, :startedAt, :periodStart,
                    :periodEnd, :trialEnd, :cancelAtPeriodEnd, :canceledAt, :endedAt, :duplicateOf, :readOrder, :engine, :now, :now)
            """;

    /** Frees the user's place from one that is paid for twice. */
    Mono<Void> markDuplicate(UUID id, UUID of) {
        return db.sql("update subscriptions set duplicate_of = :of, updated_at = :now where id = :id")
                .bind("id", id)
                .bind("of", of)
                .bind("now", clock.instant())
                .then();
    }

    /** Frees the user's place from one that Stripe is still to end. False when another has taken it before. */
    Mono<Boolean> markReplaced(UUID id, UUID by) {
        return db.sql("""
                        update subscriptions set replaced_by = :by, updated_at = :now
                        where id = :id and replaced_by is null and duplicate_of is null
                        """)
                .bind("id", id)
                .bind("by", by)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Ends what we gave ourselves to a user who is no more. */
    Mono<Void> endManual(UUID userId) {
        return db.sql("""
                        update subscriptions
                        set status = 'canceled', canceled_at = :now, ended_at = :now, current_period_end = :now,
                            updated_at = :now
                        where user_id = :userId and (provider = 'manual' or engine) and status <> 'canceled'
                        """).bind("userId", userId).bind("now", clock.instant()).then();
    }

    /** Ends one of our own because another took its place. */
    public Mono<Void> replace(UUID id, UUID by) {
        return db.sql("""
                        update subscriptions
                        set status = 'canceled', canceled_at = :now, ended_at = :now, current_period_end = :now,
                            replaced_by = :by, updated_at = :now
                        where id = :id and provider = 'manual' and not engine
                        """)
                .bind("id", id)
                .bind("by", by)
                .bind("now", clock.instant())
                .then();
    }

    /** Puts one of our own, that costs nothing, on another version of its plan. False when it has ended or has another plan. */
    Mono<Boolean> moveOurs(UUID id, UUID planVersionId) {
        return db.sql("""
                        update subscriptions set plan_version_id = :versionId, updated_at = :now
                        where id = :id and provider = 'manual' and not engine
                          and plan_version_id in (
                              select had.id from plan_versions had join plan_versions given on given.plan_id = had.plan_id
                              where given.id = :versionId)
                          and\s""" + LIVE)
                .bind("id", id)
                .bind("versionId", planVersionId)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }
}
