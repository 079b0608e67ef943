package io.tollgate.billing.engine;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.pricing.CancelPolicy;
import io.tollgate.billing.subscription.ChangePreview;
import io.tollgate.billing.subscription.EngineStart;
import io.tollgate.billing.subscription.Subscription;
import io.tollgate.billing.subscription.SubscriptionEngine;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.RequestFacts;
import java.time.Instant;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What users and administrators do to the subscriptions that are run here. */
@Component
class EngineLifecycle implements SubscriptionEngine {

    private final Starting starting;
    private final Acting acting;
    private final Deeds deeds;
    private final Foresight foresight;
    private final EngineRepository rows;
    private final PlanRepository plans;

    EngineLifecycle(
            Starting starting,
            Acting acting,
            Deeds deeds,
            Foresight foresight,
            EngineRepository rows,
            PlanRepository plans) {
        this.starting = starting;
        this.acting = acting;
        this.deeds = deeds;
        this.foresight = foresight;
        this.rows = rows;
        this.plans = plans;
    }

    @Override
    public Mono<Subscription> start(EngineStart start) {
        return starting.start(start);
    }

    @Override
    public Mono<Subscription> cancelAtPeriodEnd(Subscription live, AuditEntry entry) {
        return acting.actEvenIfParked(live, deeds.cancelAtPeriodEnd(), entry);
    }

    @Override
    public Mono<Subscription> cancelNow(Subscription live, CancelPolicy policy, AuditEntry entry) {
        return acting.actEvenIfParked(live, deeds.cancelNow(policy), entry);
    }

    @Override
    public Mono<Subscription> cancelAt(Subscription live, Instant date, CancelPolicy policy, AuditEntry entry) {
        return acting.act(live, deeds.cancelAt(date, policy), entry);
    }

    @Override
    public Mono<Subscription> resume(Subscription live, AuditEntry entry) {
        return acting.actEvenIfParked(live, deeds.resume(), entry);
    }

    @Override
    public Mono<Subscription> pause(Subscription live, AuditEntry entry) {
        return acting.act(live, deeds.pause(), entry);
    }

    @Override
    public Mono<Subscription> change(Subscription live, Plan to, AuditEntry entry) {
        return acting.act(live, deeds.change(to.version().id()), entry);
    }

    @Override
    public Mono<ChangePreview> preview(Subscription live, Plan to) {
        return foresight.change(live, to);
    }

    @Override
    public Mono<Subscription> keep(Subscription live, AuditEntry entry) {
        return acting.act(live, deeds.keep(), entry);
    }

    @Override
    public Mono<Void> migrate(Subscription live, Plan to) {
        AuditEntry entry = AuditEntry.of("subscription.migrated", RequestFacts.NONE);
        return acting.act(live, deeds.follow(to.version().id()), entry).then();
    }

    @Override
    public Mono<Planned> planned(Subscription live) {
        return rows.find(live.id()).flatMap(of -> {
            PlannedEnd end = of.course().end();
            Instant at = of.course().nextRunAt();
            if (end != null) {
                return Mono.just(new Planned(null, end.at()));
            }
            return at == null
                    ? Mono.empty()
                    : Mono.justOrEmpty(of.course().ahead())
                            .flatMap(plans::findByVersion)
                            .map(plan -> new Planned(plan, at));
        });
    }
}
