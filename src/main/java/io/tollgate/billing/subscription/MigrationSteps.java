package io.tollgate.billing.subscription;

import io.tollgate.platform.db.Columns;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Mono;

/** The rows of {@code plan_migration_steps}: which subscriptions are still to be moved. */
@Repository
class MigrationSteps {

    /** Live subscriptions ({@code s}) of an older version of the plan ({@code v}). */
    private static final String TO_MOVE = """
            v.plan_id = :planId and v.id <> :versionId and (cast(:fromNumber as int) is null or v.number = :fromNumber)
            and s.status in %s
            and s.duplicate_of is null and s.replaced_by is null
            """.formatted(SubscriptionStatus.LIVE);

    private final DatabaseClient db;
    private final Clock clock;

    MigrationSteps(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Notes everybody who is to be moved: those who have an older version, and who will have it. @return how many */
    Mono<Long> plan(Migration migration) {
        return db.sql("""
                        insert into plan_migration_steps (migration_id, subscription_id, status, updated_at)
                        select :id, s.id, 'pending', :now
                        from plan_versions v join subscriptions s on s.plan_version_id = v.id
                        where %1$s
                        union
                        select :id, s.id, 'pending', :now
                        from plan_versions v join subscription_operations o on o.plan_version_id = v.id
                          join subscriptions s on s.id = o.subscription_id
                        where %1$s and o.kind = 'downgrade' and o.status = 'planned'
                        union
                        select :id, s.id, 'pending', :now
                        from plan_versions v join engine_subscriptions e on e.next_plan_version_id = v.id
                          join subscriptions s on s.id = e.subscription_id
                        where %1$s
                        """.formatted(TO_MOVE))
                .bind("id", migration.id())
                .bind("planId", migration.planId())
                .bind("versionId", migration.versionId())
                .bind("fromNumber", Parameter.fromOrEmpty(migration.fromNumber(), Integer.class))
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated();
    }

    /** Those that have failed already come last, so that they hold up nobody. */
    Mono<List<Migration.Step>> pending(UUID migrationId, int limit) {
        return db.sql("""
                        select subscription_id, attempt from plan_migration_steps
                        where migration_id = :id and status = 'pending'
                        order by attempt, subscription_id limit :limit
                        """)
                .bind("id", migrationId)
                .bind("limit", limit)
                .map(row -> new Migration.Step(
                        Columns.required(row, "subscription_id", UUID.class),
                        Columns.required(row, "attempt", Integer.class)))
                .all()
                .collectList();
    }

    Mono<Void> end(UUID migrationId, UUID subscriptionId, Migration.End end) {
        return db.sql("""
                        update plan_migration_steps set status = :status, reason = :reason, updated_at = :now
                        where migration_id = :id and subscription_id = :subscriptionId and status = 'pending'
                        """)
                .bind("id", migrationId)
                .bind("subscriptionId", subscriptionId)
                .bind("status", end.outcome().name().toLowerCase(Locale.ROOT))
                .bind("reason", Parameter.fromOrEmpty(end.reason(), String.class))
                .bind("now", clock.instant())
                .then();
    }

    Mono<Void> nextAttempt(UUID migrationId, Migration.Step step) {
        return db.sql("""
                        update plan_migration_steps set attempt = :attempt + 1, updated_at = :now
                        where migration_id = :id and subscription_id = :subscriptionId and attempt = :attempt
                        """)
                .bind("id", migrationId)
                .bind("subscriptionId", step.subscriptionId())
                .bind("attempt", step.attempt())
                .bind("now", clock.instant())
                .then();
    }

    Mono<MigrationView.Counts> counts(UUID migrationId) {
        return db.sql("""
                        select count(*) filter (where status = 'pending') as pending,
                               count(*) filter (where status = 'migrated') as migrated,
                               count(*) filter (where status = 'skipped') as skipped,
                               count(*) filter (where status = 'failed') as failed
                        from plan_migration_steps where migration_id = :id
                        """)
                .bind("id", migrationId)
                .map(row -> new MigrationView.Counts(
                        Columns.required(row, "pending", Long.class),
                        Columns.required(row, "migrated", Long.class),
                        Columns.required(row, "skipped", Long.class),
                        Columns.required(row, "failed", Long.class)))
                .one();
    }

    Mono<List<MigrationView.Problem>> problems(UUID migrationId) {
        return db.sql("""
                        select subscription_id, status, reason from plan_migration_steps
                        where migration_id = :id and status in ('skipped', 'failed')
                        order by updated_at, subscription_id limit 100
                        """)
                .bind("id", migrationId)
                .map(row -> new MigrationView.Problem(
                        Columns.required(row, "subscription_id", UUID.class),
                        Columns.required(row, "status", String.class),
                        row.get("reason", String.class)))
                .all()
                .collectList();
    }
}
