package io.tollgate.billing.engine;

import io.tollgate.billing.pricing.BillingCalendar;
import io.tollgate.billing.subscription.SubscriptionStatus;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.db.DatabaseClock;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/**
 * The subscriptions that the engine runs. Whoever changes one holds the lock on its row in {@code engine_subscriptions}, and takes
 * that before any other. What is known of it is read by a second statement: one that waits for a lock sees the locked row as it is
 * then, but what it joins as it was when it began to wait.
 */
@Repository
class EngineRepository {

    private final DatabaseClient db;
    private final Clock clock;
    private final DatabaseClock databaseClock;

    EngineRepository(DatabaseClient db, Clock clock, DatabaseClock databaseClock) {
        this.db = db;
        this.clock = clock;
        this.databaseClock = databaseClock;
    }

    /**
     * Locks those whose boundary has come, the longest over first, past those that somebody else is at, and but for trials, which end
     * one by one ({@link TrialEnds}). Nothing that the database's clock or this machine's is more than minutes away from: one that
     * runs ahead would bill what nobody owes yet. Where test clocks are allowed all clocks are trusted.
     */
    Mono<List<EngineSubscription>> claim(Instant now, int limit) {
        return db.sql("""
                        select subscription_id from engine_subscriptions
                        where next_run_at <= :now and parked_at is null and not clocked
                            and period_index <> :trial and %s
                        order by next_run_at limit :limit for update skip locked
                        """.formatted(databaseClock.reached("next_run_at")))
                .bind("now", now)
                .bind("trial", Course.TRIAL)
                .bind("limit", limit)
                .mapValue(UUID.class)
                .all()
                .collectList()
                .flatMap(this::read);
    }

    /** Locks one, whatever its time. */
    Mono<EngineSubscription> lock(UUID id) {
        return db.sql("select subscription_id from engine_subscriptions where subscription_id = :id for update")
                .bind("id", id)
                .mapValue(UUID.class)
                .one()
                .flatMap(this::find);
    }

    private Mono<List<EngineSubscription>> read(List<UUID> locked) {
        return locked.isEmpty()
                ? Mono.just(List.of())
                : db.sql(EngineRows.SELECT + "where e.subscription_id = any(:ids) order by e.next_run_at")
                        .bind("ids", locked.toArray(UUID[]::new))
                        .map(EngineRows::toSubscription)
                        .all()
                        .collectList();
    }

    /** Locks all of a user, in the order of their ids. */
    Mono<Void> lockAll(UUID userId) {
        return db.sql("""
                        select e.subscription_id from engine_subscriptions e join subscriptions s on s.id = e.subscription_id
                        where s.user_id = :userId order by e.subscription_id for update of e
                        """).bind("userId", userId).then();
    }

    Mono<EngineSubscription> find(UUID id) {
        return db.sql(EngineRows.SELECT + "where e.subscription_id = :id")
                .bind("id", id)
                .map(EngineRows::toSubscription)
                .one();
    }

    /** The user's live one. */
    Mono<EngineSubscription> findLive(UUID userId) {
        return db.sql(EngineRows.SELECT + """
                        where s.user_id = :userId and s.status in %s
                          and s.duplicate_of is null and s.replaced_by is null
                        """.formatted(SubscriptionStatus.LIVE))
                .bind("userId", userId)
                .map(EngineRows::toSubscription)
                .one();
    }

    /** The first boundary of a customer with a clock of their own, not after the moment; locked. */
    Mono<EngineSubscription> lockDue(UUID userId, Instant latest) {
        return db.sql("""
                        select e.subscription_id from engine_subscriptions e join subscriptions s on s.id = e.subscription_id
                        where s.user_id = :userId and e.next_run_at <= :latest and e.parked_at is null
                        order by e.next_run_at limit 1 for update of e
                        """)
                .bind("userId", userId)
                .bind("latest", latest)
                .mapValue(UUID.class)
                .one()
                .flatMap(this::find);
    }

    Mono<Instant> nextRun(UUID userId) {
        return db.sql("""
                        select e.next_run_at from engine_subscriptions e join subscriptions s on s.id = e.subscription_id
                        where s.user_id = :userId and e.parked_at is null and e.next_run_at is not null
                        order by e.next_run_at limit 1
                        """)
                .bind("userId", userId)
                .map(row -> Columns.time(row, "next_run_at"))
                .one();
    }

    /** Adds what the engine knows; the subscription itself is there already. */
    Mono<Void> insert(EngineSubscription fresh) {
        Course course = fresh.course();
        BillingCalendar calendar = course.calendar();
        return db.sql("""
                        insert into engine_subscriptions (subscription_id, anchor, zone, interval_unit, interval_count,
                            period_index, segment_start, next_run_at, base_billed, base_invoice_id, billed_sequence, clocked)
                        select :id, :anchor, :zone, :unit, :count, :index, :since, :nextRun, :billed, :invoiceId, :sequence,
                               exists (select 1 from customer_clocks where user_id = :userId)
                        """)
                .bind("id", fresh.id())
                .bind("userId", fresh.userId())
                .bind("anchor", calendar.anchor())
                .bind("zone", calendar.zone().getId())
                .bind("unit", EngineRows.word(calendar.interval().unit()))
                .bind("count", calendar.interval().count())
                .bind("index", course.index())
                .bind("since", course.since())
                .bind("nextRun", Parameter.fromOrEmpty(course.nextRunAt(), Instant.class))
                .bind("billed", course.baseBilled())
                .bind("invoiceId", Parameter.fromOrEmpty(course.baseInvoiceId(), UUID.class))
                .bind("sequence", course.sequence())
                .then();
    }

    /** From now on only the customer's clock moves them. */
    Mono<Void> clock(UUID userId) {
        return db.sql("""
                        update engine_subscriptions e set clocked = true
                        from subscriptions s where s.id = e.subscription_id and s.user_id = :userId and not e.clocked
                        """).bind("userId", userId).then();
    }

    /** False when it was parked before. */
    Mono<Boolean> park(UUID id, String reason) {
        return one(db.sql("""
                        update engine_subscriptions set parked_at = :now, parked_reason = :reason
                        where subscription_id = :id and parked_at is null
                        """).bind("id", id).bind("reason", reason).bind("now", clock.instant()));
    }

    /** False when it was not parked. */
    Mono<Boolean> unpark(UUID id, Instant catchUpTo) {
        return one(db.sql("""
                        update engine_subscriptions set parked_at = null, parked_reason = null, catch_up_to = :catchUpTo
                        where subscription_id = :id and parked_at is not null
                        """).bind("id", id).bind("catchUpTo", catchUpTo));
    }

    private static Mono<Boolean> one(GenericExecuteSpec statement) {
        return statement.fetch().rowsUpdated().map(rows -> rows == 1);
    }
}
