package io.tollgate.billing.plan;

import static io.tollgate.billing.plan.PlanRows.SELECT;

import io.tollgate.platform.time.Ids;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code plans} and {@code plan_versions}, as those who sell and buy see them. */
@Repository
public class PlanRepository {

    /** No result is larger: a bigger one that is cancelled leaves its connection unusable. */
    private static final int CHUNK = 200;

    private static final UUID FIRST = new UUID(0, 0);

    private final DatabaseClient db;
    private final Ids ids;
    private final Clock clock;

    PlanRepository(DatabaseClient db, Ids ids, Clock clock) {
        this.db = db;
        this.ids = ids;
        this.clock = clock;
    }

    public Mono<Plan> findById(UUID id) {
        return db.sql(SELECT + " where p.id = :id")
                .bind("id", id)
                .map(PlanRows::toPlan)
                .one();
    }

    /** The plan that can be subscribed to under this code. */
    public Mono<Plan> findActive(String code) {
        return db.sql(SELECT + " where p.code = :code and p.is_active")
                .bind("code", code)
                .map(PlanRows::toPlan)
                .one();
    }

    /** The plan at the version that Stripe sells under this price, whether or not it is the one sold now. */
    public Mono<Plan> findByPriceId(String stripePriceId) {
        return db.sql(PlanRows.SELECT_ANY_VERSION + " where v.stripe_price_id = :priceId")
                .bind("priceId", stripePriceId)
                .map(PlanRows::toPlan)
                .one();
    }

    /** The plan at this version, whether or not it is the one sold now. */
    public Mono<Plan> findByVersion(UUID versionId) {
        return db.sql(PlanRows.SELECT_ANY_VERSION + " where v.id = :versionId")
                .bind("versionId", versionId)
                .map(PlanRows::toPlan)
                .one();
    }

    /** Every plan, deleted ones too. */
    Mono<List<Plan>> all() {
        return after(FIRST)
                .expand(chunk -> chunk.size() < CHUNK
                        ? Mono.empty()
                        : after(chunk.getLast().id()))
                .collectList()
                .map(chunks -> chunks.stream().flatMap(List::stream).toList());
    }

    private Mono<List<Plan>> after(UUID id) {
        return db.sql(SELECT + " where p.id > :id order by p.id limit " + CHUNK)
                .bind("id", id)
                .map(PlanRows::toPlan)
                .all()
                .collectList();
    }

    /**
     * Locks the plan until the transaction ends, and reads it after that: whoever waited for the lock would look for the version that
     * the other has made among those that were there before.
     */
    Mono<Plan> lock(UUID id) {
        return db.sql("select id from plans where id = :id for update")
                .bind("id", id)
                .mapValue(UUID.class)
                .one()
                .flatMap(this::findById);
    }

    /** Inserts the plan with its first version. Empty when the code is taken, be it by a deleted plan. */
    Mono<Plan> insert(PlanDraft draft) {
        PlanVersion version = new PlanVersion(ids.next(), 1, draft.price(), null);
        Plan plan = new Plan(
                ids.next(),
                draft.code(),
                draft.name(),
                draft.tier(),
                draft.trial(),
                draft.active(),
                null,
                1,
                version,
                draft.billing());
        return insertPlan(plan)
                .filter(rows -> rows == 1)
                .flatMap(_ -> insertVersion(plan))
                .map(_ -> plan);
    }

    private Mono<Long> insertPlan(Plan plan) {
        return PlanRows.bind(plan, db.sql("""
                        insert into plans (id, code, name, tier, trial_days, trial_requires_card, trial_end_without_card,
                                           billing_anchor, proration, change_anchor, downgrade, is_active, version,
                                           created_at, updated_at)
                        values (:id, :code, :name, :tier, :trialDays, :trialCard, :trialEnd, :anchor, :proration,
                                :changeAnchor, :downgrade, :active, :version, :now, :now)
                        on conflict (code) do nothing
                        """))
                .bind("code", plan.code())
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated();
    }

    private Mono<Long> insertVersion(Plan plan) {
        PlanPrice price = plan.price();
        return db.sql("""
                        insert into plan_versions (id, plan_id, number, price_cents, currency, billing_period, interval_count,
                                                   created_at)
                        values (:id, :planId, :number, :cents, :currency, :period, :intervals, :now)
                        """)
                .bind("id", plan.version().id())
                .bind("planId", plan.id())
                .bind("number", plan.version().number())
                .bind("cents", price.cents())
                .bind("currency", price.currency())
                .bind("period", price.period().unit().value())
                .bind("intervals", price.period().count())
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated();
    }

    /** Writes what the draft says, as a new version if the price differs. Selling a deleted plan again restores it. Wants the lock. */
    Mono<Plan> change(Plan plan, PlanDraft draft) {
        Plan changed = plan.changedTo(draft, ids.next());
        Mono<Long> version = changed.version().equals(plan.version()) ? Mono.just(0L) : insertVersion(changed);
        return version.then(update(changed)).thenReturn(changed);
    }

    /** Writes another version at the same price. Wants the lock. */
    Mono<Plan> reissue(Plan plan) {
        Plan next = plan.reissued(ids.next());
        return insertVersion(next).then(update(next)).thenReturn(next);
    }

    private Mono<Long> update(Plan plan) {
        return PlanRows.bind(plan, db.sql("""
                        update plans
                        set name = :name, tier = :tier, trial_days = :trialDays, trial_requires_card = :trialCard,
                            trial_end_without_card = :trialEnd, billing_anchor = :anchor, proration = :proration,
                            change_anchor = :changeAnchor, downgrade = :downgrade, is_active = :active, version = :version,
                            revision = :revision, updated_at = :now,
                            deleted_at = case when :active then null else deleted_at end
                        where id = :id
                        """))
                .bind("revision", plan.revision())
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated();
    }

    /** Takes the plan from sale for good. False when it was deleted before. Wants the lock. */
    Mono<Boolean> delete(UUID id) {
        return db.sql("""
                        update plans
                        set is_active = false, deleted_at = :now, updated_at = :now, revision = revision + 1
                        where id = :id and deleted_at is null
                        """)
                .bind("id", id)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }
}
