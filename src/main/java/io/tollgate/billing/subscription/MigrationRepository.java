package io.tollgate.billing.subscription;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.stripe.StripeProration;
import io.tollgate.platform.db.Columns;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of {@code plan_migrations}. */
@Repository
class MigrationRepository {

    private static final String SELECT = """
            select id, plan_id, version_id, from_number, proration_behavior, status, created_at, finished_at
            from plan_migrations
            """;

    private final DatabaseClient db;
    private final Clock clock;

    MigrationRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** False when another one of the plan is running. */
    Mono<Boolean> insert(Migration migration) {
        return db.sql("""
                        insert into plan_migrations (id, plan_id, version_id, from_number, proration_behavior, status,
                                                     created_at)
                        values (:id, :planId, :versionId, :fromNumber, :proration, 'running', :createdAt)
                        on conflict do nothing
                        """)
                .bind("id", migration.id())
                .bind("planId", migration.planId())
                .bind("versionId", migration.versionId())
                .bind("fromNumber", Parameter.fromOrEmpty(migration.fromNumber(), Integer.class))
                .bind("proration", migration.proration().value())
                .bind("createdAt", migration.createdAt())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    Mono<Migration> find(UUID id) {
        return db.sql(SELECT + " where id = :id")
                .bind("id", id)
                .map(MigrationRepository::toMigration)
                .one();
    }

    /** The newest first. */
    Mono<List<Migration>> ofPlan(UUID planId, int limit, int offset) {
        return db.sql(SELECT + " where plan_id = :planId order by created_at desc, id desc limit :limit offset :offset")
                .bind("planId", planId)
                .bind("limit", limit)
                .bind("offset", offset)
                .map(MigrationRepository::toMigration)
                .all()
                .collectList();
    }

    Mono<Long> count(UUID planId) {
        return db.sql("select count(*) from plan_migrations where plan_id = :planId")
                .bind("planId", planId)
                .mapValue(Long.class)
                .one();
    }

    /** False when something is still to be done. */
    Mono<Boolean> finish(UUID id) {
        return db.sql("""
                        update plan_migrations set status = 'finished', finished_at = :now
                        where id = :id and status = 'running' and not exists (
                            select from plan_migration_steps where migration_id = :id and status = 'pending')
                        """)
                .bind("id", id)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /**
     * Takes up running ones that nobody works on: they have no job, and nothing has been done for them since. Whatever keeps that
     * job from being run, each is taken up once in such a time.
     */
    Flux<UUID> takeUpStalled(Instant since) {
        return db.sql("""
                        update plan_migrations set taken_up_at = :now
                        where id in (
                            select id from plan_migrations m
                            where status = 'running' and created_at <= :since
                              and (taken_up_at is null or taken_up_at <= :since)
                              and not exists (select from plan_migration_steps
                                              where migration_id = m.id and updated_at > :since)
                              and not exists (select from outbox where type = :type and key = m.id::text)
                              and not exists (select from dead_letters where type = :type and key = m.id::text)
                            order by id limit 200 for update skip locked)
                        returning id
                        """)
                .bind("now", clock.instant())
                .bind("since", since)
                .bind("type", MigrationJob.TYPE.name())
                .mapValue(UUID.class)
                .all();
    }

    private static Migration toMigration(Readable row) {
        return new Migration(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "plan_id", UUID.class),
                Columns.required(row, "version_id", UUID.class),
                row.get("from_number", Integer.class),
                StripeProration.of(Columns.required(row, "proration_behavior", String.class)),
                Columns.required(row, "status", String.class).equals("running"),
                Columns.time(row, "created_at"),
                Columns.timeOrNull(row, "finished_at"));
    }
}
