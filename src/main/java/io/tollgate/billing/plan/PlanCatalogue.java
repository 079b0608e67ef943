package io.tollgate.billing.plan;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What administrators do to plans. Each change, its audit entry and the promise to tell Stripe are one transaction: Stripe may
 * be down, and nothing is lost.
 */
@Component
public class PlanCatalogue {

    private final PlanRepository plans;
    private final Outbox outbox;
    private final AuditLog audit;
    private final TransactionalOperator tx;
    private final PublishedPlans published;
    private final List<NewVersionListener> listeners;

    PlanCatalogue(
            PlanRepository plans,
            Outbox outbox,
            AuditLog audit,
            TransactionalOperator tx,
            PublishedPlans published,
            List<NewVersionListener> listeners) {
        this.plans = plans;
        this.outbox = outbox;
        this.audit = audit;
        this.tx = tx;
        this.published = published;
        this.listeners = listeners;
    }

    /** @param entry who asks and from where; what happened is added */
    Mono<Plan> create(PlanDraft draft, AuditEntry entry) {
        return plans.insert(draft)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.PLAN_CODE_TAKEN, "Existing Code")))
                .flatMap(plan -> settle(plan, PlanDifference.created(plan), entry))
                .as(tx::transactional)
                .flatMap(plan -> published.changed().thenReturn(plan));
    }

    Mono<Plan> change(UUID id, ChangePlan change, AuditEntry entry) {
        return locked(id)
                .flatMap(plan -> apply(plan, change.over(plan), entry))
                .as(tx::transactional)
                .flatMap(plan -> published.changed().thenReturn(plan));
    }

    Mono<Void> delete(UUID id, AuditEntry entry) {
        return locked(id)
                .filterWhen(plan -> plans.delete(plan.id()))
                .switchIfEmpty(
                        Mono.error(() -> new ApiException(ErrorCode.PLAN_ALREADY_DELETED, "Plan already deleted.")))
                .flatMap(plan -> settle(plan, PlanDifference.deleted(plan), entry))
                .as(tx::transactional)
                .then(published.changed());
    }

    /**
     * What is different about the next version of a plan, apart from its price.
     *
     * @param write gives it to the version of this id, within the transaction
     * @param details for the audit log
     */
    public record Content(Function<UUID, Mono<Void>> write, Map<String, String> details) {}

    /** Another version at the same price. When {@code content} is empty, the plan stays as it is. */
    public Mono<Plan> reissue(UUID id, AuditEntry entry, Function<Plan, Mono<Content>> content) {
        return locked(id)
                .flatMap(plan -> content.apply(plan)
                        .flatMap(next -> reissue(plan, next, entry))
                        .defaultIfEmpty(plan))
                .as(tx::transactional)
                .flatMap(plan -> published.changed().thenReturn(plan));
    }

    private Mono<Plan> reissue(Plan plan, Content content, AuditEntry entry) {
        return plans.reissue(plan)
                .delayUntil(next -> tell(plan, next))
                .delayUntil(next -> content.write().apply(next.version().id()))
                .flatMap(next -> settle(next, new PlanDifference(content.details()), entry));
    }

    private Mono<Plan> apply(Plan plan, PlanDraft draft, AuditEntry entry) {
        PlanDifference difference = PlanDifference.between(plan, draft);
        if (difference.none()) {
            return Mono.just(plan);
        }
        return plans.change(plan, draft)
                .delayUntil(changed -> tell(plan, changed))
                .flatMap(changed -> settle(changed, difference, entry));
    }

    private Mono<Void> tell(Plan before, Plan after) {
        UUID old = before.version().id();
        UUID now = after.version().id();
        return old.equals(now)
                ? Mono.empty()
                : Flux.fromIterable(listeners)
                        .concatMap(listener -> listener.versionMade(old, now))
                        .then();
    }

    private Mono<Plan> settle(Plan plan, PlanDifference difference, AuditEntry entry) {
        return audit.record(entry.on("plan", plan.id()).with(difference.details()))
                .then(outbox.enqueue(PlanSyncJob.TYPE, plan.id().toString(), new PlanSyncJob.Payload(plan.id())))
                .thenReturn(plan);
    }

    private Mono<Plan> locked(UUID id) {
        return plans.lock(id).switchIfEmpty(Mono.error(PlanCatalogue::notFound));
    }

    static ApiException notFound() {
        return new ApiException(ErrorCode.PLAN_NOT_FOUND, "No plan found for this id");
    }
}
