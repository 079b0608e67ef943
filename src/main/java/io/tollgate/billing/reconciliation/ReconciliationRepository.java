package io.tollgate.billing.reconciliation;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.tollgate.platform.db.Columns;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The rows of {@code reconciliations}. */
@Repository
class ReconciliationRepository {

    private static final String SELECT = """
            select r.*, (select coalesce(jsonb_object_agg(kind, found), '{}') from (
                            select kind, count(*) as found from reconciliation_differences d
                            where d.reconciliation_id = r.id group by kind) kinds) as drift
            from reconciliations r
            """;

    private final DatabaseClient db;
    private final JsonMapper json;

    ReconciliationRepository(DatabaseClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    /** False while another one is under way. */
    Mono<Boolean> insert(UUID id, @Nullable UUID startedBy, Instant since, Instant now) {
        return db.sql("""
                        insert into reconciliations (id, status, started_by, since, started_at, updated_at)
                        values (:id, 'running', :startedBy, :since, :now, :now) on conflict do nothing
                        """)
                .bind("id", id)
                .bind("startedBy", Parameter.fromOrEmpty(startedBy, UUID.class))
                .bind("since", since)
                .bind("now", now)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    /** Gives up one that has not come on since then. */
    Mono<Void> abandon(Instant stuckSince, Instant now) {
        return db.sql("""
                        update reconciliations set status = 'abandoned', finished_at = :now
                        where status = 'running' and updated_at < :stuckSince
                        """).bind("stuckSince", stuckSince).bind("now", now).then();
    }

    /** But for the last that came to its end and those that have begun since: they say how far back the next must look. */
    Mono<Void> deleteBefore(Instant time) {
        return db.sql("""
                        delete from reconciliations
                        where started_at < :time and status <> 'running'
                            and started_at < (select max(started_at) from reconciliations where status = 'finished')
                        """).bind("time", time).then();
    }

    /** When the last one that came to its end was begun. */
    Mono<Instant> lastFinished() {
        return time("select max(started_at) as found from reconciliations where status = 'finished'");
    }

    /** How far back one wanted to look that never came to its end. */
    Mono<Instant> earliestWanted() {
        return time("select min(since) as found from reconciliations");
    }

    private Mono<Instant> time(String sql) {
        return db.sql(sql)
                .map(row -> Optional.ofNullable(row.get("found", OffsetDateTime.class)))
                .one()
                .flatMap(found -> Mono.justOrEmpty(found.map(OffsetDateTime::toInstant)));
    }

    Mono<Reconciliation> find(UUID id) {
        return db.sql(SELECT + "where id = :id")
                .bind("id", id)
                .map(this::toReconciliation)
                .one();
    }

    Mono<Reconciliation> findRunning() {
        return db.sql(SELECT + "where status = 'running'")
                .map(this::toReconciliation)
                .one();
    }

    Flux<Reconciliation> latest(int limit, int offset) {
        return db.sql(SELECT + "order by started_at desc, id desc limit :limit offset :offset")
                .bind("limit", limit)
                .bind("offset", offset)
                .map(this::toReconciliation)
                .all();
    }

    Mono<Long> count() {
        return db.sql("select count(*) from reconciliations")
                .mapValue(Long.class)
                .one();
    }

    /** Goes on to here. */
    Mono<Void> advance(UUID id, String check, @Nullable String after, int checked, Instant now) {
        return db.sql("""
                        update reconciliations
                        set check_name = :check, after = :after, checked = checked + :checked, updated_at = :now
                        where id = :id and status = 'running'
                        """)
                .bind("id", id)
                .bind("check", check)
                .bind("after", Parameter.fromOrEmpty(after, String.class))
                .bind("checked", checked)
                .bind("now", now)
                .then();
    }

    Mono<Void> finish(UUID id, int checked, Instant now) {
        return db.sql("""
                        update reconciliations
                        set status = 'finished', check_name = null, after = null, checked = checked + :checked,
                            updated_at = :now, finished_at = :now
                        where id = :id and status = 'running'
                        """)
                .bind("id", id)
                .bind("checked", checked)
                .bind("now", now)
                .then();
    }

    private Reconciliation toReconciliation(Readable row) {
        return new Reconciliation(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "status", String.class),
                row.get("started_by", UUID.class),
                Columns.time(row, "since"),
                row.get("check_name", String.class),
                row.get("after", String.class),
                Columns.required(row, "checked", Long.class),
                drift(Columns.required(row, "drift", Json.class)),
                Columns.time(row, "started_at"),
                Columns.timeOrNull(row, "finished_at"));
    }

    private Map<String, Long> drift(Json counts) {
        return json.readValue(counts.asString(), new TypeReference<Map<String, Long>>() {});
    }
}
