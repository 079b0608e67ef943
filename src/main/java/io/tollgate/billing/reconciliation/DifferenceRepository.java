package io.tollgate.billing.reconciliation;

import io.r2dbc.spi.Readable;
import io.tollgate.billing.stripe.Drift;
import io.tollgate.platform.db.Columns;
import java.time.Clock;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of {@code reconciliation_differences}. */
@Repository
class DifferenceRepository {

    private final DatabaseClient db;
    private final Clock clock;

    DifferenceRepository(DatabaseClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** False when it is noted already, or an event that tells of it has come and only waits for its turn. */
    Mono<Boolean> insert(UUID reconciliation, Drift drift) {
        return db.sql("""
                        insert into reconciliation_differences (reconciliation_id, kind, object_id, was, now, found_at)
                        select :reconciliation, :kind, :objectId, :was, :isNow, :time
                        where not exists (select 1 from stripe_events where object_id = :objectId and status = 'pending')
                        on conflict do nothing
                        """)
                .bind("reconciliation", reconciliation)
                .bind("kind", drift.kind().value())
                .bind("objectId", drift.objectId())
                .bind("was", drift.was())
                .bind("isNow", drift.now())
                .bind("time", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** In the order in which they were found. */
    Flux<Difference> of(UUID reconciliation, int limit, int offset) {
        return db.sql("""
                        select kind, object_id, was, now, found_at from reconciliation_differences
                        where reconciliation_id = :reconciliation
                        order by found_at, kind, object_id limit :limit offset :offset
                        """)
                .bind("reconciliation", reconciliation)
                .bind("limit", limit)
                .bind("offset", offset)
                .map(DifferenceRepository::toDifference)
                .all();
    }

    Mono<Long> count(UUID reconciliation) {
        return db.sql("select count(*) from reconciliation_differences where reconciliation_id = :reconciliation")
                .bind("reconciliation", reconciliation)
                .mapValue(Long.class)
                .one();
    }

    private static Difference toDifference(Readable row) {
        return new Difference(
                Columns.required(row, "kind", String.class),
                Columns.required(row, "object_id", String.class),
                Columns.required(row, "was", String.class),
                Columns.required(row, "now", String.class),
                Columns.time(row, "found_at"));
    }
}
