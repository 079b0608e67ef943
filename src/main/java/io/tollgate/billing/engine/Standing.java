package io.tollgate.billing.engine;

import io.tollgate.platform.jobs.Outbox;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/**
 * How a subscription stands with its payments, as whoever collects them says. Each is one conditional update, so it may be said
 * twice or by two at once; each tells whether it changed anything. Subscriptions that Stripe runs are never touched. For the end of
 * one that stays unpaid see {@link Lapsing}.
 */
@Repository
public class Standing {

    private final DatabaseClient db;
    private final Clock clock;
    private final Outbox outbox;

    Standing(DatabaseClient db, Clock clock, Outbox outbox) {
        this.db = db;
        this.clock = clock;
        this.outbox = outbox;
    }

    /** A payment failed and will be tried again. */
    public Mono<Boolean> pastDue(UUID subscriptionId) {
        return changed(update("""
                        update subscriptions set status = 'past_due', updated_at = :now
                        where id = :id and engine and status in ('active', 'trialing')
                        """, subscriptionId));
    }

    /** Nothing is overdue any more. Where the period began without being asked for, its rest is. */
    public Mono<Boolean> restored(UUID subscriptionId) {
        return changed(update("""
                        update subscriptions set status = 'active', updated_at = :now
                        where id = :id and engine and status in ('past_due', 'unpaid')
                        """, subscriptionId))
                .delayUntil(restored -> restored
                        ? outbox.enqueue(BillRest.TYPE, subscriptionId.toString(), new BillRest.Payload(subscriptionId))
                        : Mono.empty());
    }

    /** All tries have failed: it is kept, without access. */
    public Mono<Boolean> unpaid(UUID subscriptionId) {
        return changed(update("""
                        update subscriptions set status = 'unpaid', updated_at = :now
                        where id = :id and engine and status in ('active', 'trialing', 'past_due')
                        """, subscriptionId));
    }

    /** Ended because its payment was taken back, at the customer's time. Nothing is billed for it any more, so nobody need look at it. */
    public Mono<Boolean> cancelled(UUID subscriptionId, Instant at) {
        return changed(db.sql("""
                        with mine as (
                            select subscription_id from engine_subscriptions where subscription_id = :id for update),
                        ended as (
                            update subscriptions s
                            set status = 'canceled', canceled_at = coalesce(s.canceled_at, :at), ended_at = :at,
                                current_period_end = least(s.current_period_end, :at), updated_at = :now
                            from mine where s.id = mine.subscription_id
                                and s.status in ('active', 'trialing', 'past_due', 'unpaid', 'paused')
                            returning s.id)
                        update engine_subscriptions e
                        set next_run_at = null, next_plan_version_id = null, parked_at = null, parked_reason = null
                        from ended where e.subscription_id = ended.id
                        """).bind("id", subscriptionId).bind("at", at).bind("now", clock.instant()));
    }

    private GenericExecuteSpec update(String sql, UUID subscriptionId) {
        return db.sql(sql).bind("id", subscriptionId).bind("now", clock.instant());
    }

    private static Mono<Boolean> changed(GenericExecuteSpec statement) {
        return statement.fetch().rowsUpdated().map(rows -> rows == 1);
    }
}
