package io.tollgate.billing.subscription;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.plan.PlanVersions;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.jobs.Outbox;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Begins migrations and tells how they get on. */
@Component
class Migrating {

    private final PlanRepository plans;
    private final PlanVersions versions;
    private final MigrationRepository migrations;
    private final MigrationSteps steps;
    private final Outbox outbox;
    private final AuditLog audit;
    private final TransactionalOperator tx;
    private final Ids ids;
    private final Clock clock;

    Migrating(
            PlanRepository plans,
            PlanVersions versions,
            MigrationRepository migrations,
            MigrationSteps steps,
            Outbox outbox,
            AuditLog audit,
            TransactionalOperator tx,
            Ids ids,
            Clock clock) {
        this.plans = plans;
        this.versions = versions;
        this.migrations = migrations;
        this.steps = steps;
        this.outbox = outbox;
        this.audit = audit;
        this.tx = tx;
        this.ids = ids;
        this.clock = clock;
    }

    /** @param entry who asks and from where; what is begun is added */
    Mono<MigrationView> start(UUID planId, MigrateRequest wish, AuditEntry entry) {
        return plan(planId)
                .map(Migrating::requireSold)
                .delayUntil(plan -> requireVersion(plan, wish))
                .map(plan -> fresh(plan, wish))
                .flatMap(migration -> begin(migration, entry).as(tx::transactional))
                .flatMap(this::view);
    }

    Mono<MigrationView> view(UUID planId, UUID id) {
        return migrations
                .find(id)
                .filter(migration -> migration.planId().equals(planId))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.MIGRATION_NOT_FOUND)))
                .flatMap(this::view);
    }

    Mono<MigrationView> view(Migration migration) {
        return steps.counts(migration.id())
                .zipWhen(_ -> steps.problems(migration.id()))
                .map(found -> MigrationView.of(migration, found.getT1(), found.getT2()));
    }

    Mono<Plan> plan(UUID id) {
        return plans.findById(id)
                .switchIfEmpty(
                        Mono.error(() -> new ApiException(ErrorCode.PLAN_NOT_FOUND, "No plan found for this id")));
    }

    /** Stripe sells nothing of a product that is off sale, to those who have it either. */
    private static Plan requireSold(Plan plan) {
        if (!plan.active()) {
            throw new ApiException(ErrorCode.PLAN_NOT_SOLD);
        }
        return plan;
    }

    private Mono<Void> requireVersion(Plan plan, MigrateRequest wish) {
        Integer number = wish.fromVersion();
        if (number == null) {
            return Mono.empty();
        }
        return versions.find(plan.id(), number)
                .filter(version -> version.number() != plan.version().number())
                .switchIfEmpty(Mono.error(() -> ApiException.invalid("from_version", "Must be an older version")))
                .then();
    }

    private Migration fresh(Plan plan, MigrateRequest wish) {
        return new Migration(
                ids.next(),
                plan.id(),
                plan.version().id(),
                wish.fromVersion(),
                wish.proration(),
                true,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                null);
    }

    private Mono<Migration> begin(Migration migration, AuditEntry entry) {
        return migrations
                .insert(migration)
                .filter(inserted -> inserted)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.MIGRATION_RUNNING)))
                .then(steps.plan(migration))
                .flatMap(count -> audit.record(entry.on("plan", migration.planId())
                        .with(Map.of(
                                "migration_id", migration.id().toString(),
                                "to_version_id", migration.versionId().toString(),
                                "proration_behavior", migration.proration().value(),
                                "subscriptions", Long.toString(count)))))
                .then(outbox.enqueue(
                        MigrationJob.TYPE, migration.id().toString(), new MigrationJob.Payload(migration.id(), 1)))
                .thenReturn(migration);
    }
}
