package io.tollgate.billing.metric;

import io.tollgate.platform.db.Keyset;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of {@code billable_metrics}. */
@Repository
class MetricRepository {

    private static final String SELECT = "select " + MetricRows.COLUMNS + " from billable_metrics m ";

    private final DatabaseClient db;
    private final MetricRows rows;
    private final Clock clock;

    MetricRepository(DatabaseClient db, MetricRows rows, Clock clock) {
        this.db = db;
        this.rows = rows;
        this.clock = clock;
    }

    Mono<Metric> find(UUID id) {
        return db.sql(SELECT + "where m.id = :id")
                .bind("id", id)
                .map(rows::toMetric)
                .one();
    }

    /** Every metric, deleted ones too. */
    Flux<Metric> all() {
        return Keyset.all(last -> after(last == null ? "" : last.code()));
    }

    private Mono<List<Metric>> after(String code) {
        return db.sql(SELECT + "where m.code > :code order by m.code limit :page")
                .bind("code", code)
                .bind("page", Keyset.PAGE)
                .map(rows::toMetric)
                .all()
                .collectList();
    }

    Mono<List<Metric>> page(int limit, int offset) {
        return db.sql(SELECT + "where m.deleted_at is null order by m.code limit :limit offset :offset")
                .bind("limit", limit)
                .bind("offset", offset)
                .map(rows::toMetric)
                .all()
                .collectList();
    }

    Mono<Long> count() {
        return db.sql("select count(*) from billable_metrics where deleted_at is null")
                .mapValue(Long.class)
                .one();
    }

    /** Those that may be charged for; none of them is deleted before the transaction ends. */
    Mono<List<Metric>> hold(Collection<String> codes) {
        return db.sql(SELECT
                        + "where m.code = any(:codes) and m.deleted_at is null order by m.code limit 200 for share")
                .bind("codes", codes.toArray(String[]::new))
                .map(rows::toMetric)
                .all()
                .collectList();
    }

    /** At most 200 of them. */
    Mono<List<Metric>> byCode(Collection<String> codes) {
        return db.sql(SELECT + "where m.code = any(:codes) limit 200")
                .bind("codes", codes.toArray(String[]::new))
                .map(rows::toMetric)
                .all()
                .collectList();
    }

    /** False when the code is taken, be it by a deleted metric. */
    Mono<Boolean> insert(Metric metric) {
        return db.sql("""
                        insert into billable_metrics (id, code, name, unit, aggregation, field, unique_key, filters,
                                                      created_at, updated_at)
                        values (:id, :code, :name, :unit, :aggregation, :field, :uniqueKey, :filters, :now, :now)
                        on conflict (code) do nothing
                        """)
                .bind("id", metric.id())
                .bind("code", metric.code())
                .bind("name", metric.name())
                .bind("unit", metric.unit())
                .bind("aggregation", MetricRows.word(metric.aggregation()))
                .bind("field", text(metric.field()))
                .bind("uniqueKey", text(metric.uniqueKey()))
                .bind("filters", rows.toJson(metric.filters()))
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(inserted -> inserted == 1);
    }

    /** Empty when there is no such metric. */
    Mono<Metric> change(UUID id, @Nullable String name, @Nullable String unit) {
        return db.sql("""
                        update billable_metrics m
                        set name = coalesce(:name, name), unit = coalesce(:unit, unit), updated_at = :now
                        where id = :id and deleted_at is null
                        returning\s""" + MetricRows.COLUMNS)
                .bind("id", id)
                .bind("name", text(name))
                .bind("unit", text(unit))
                .bind("now", clock.instant())
                .map(rows::toMetric)
                .one();
    }

    Mono<Metric> lock(UUID id) {
        return db.sql(SELECT + "where m.id = :id and m.deleted_at is null for update")
                .bind("id", id)
                .map(rows::toMetric)
                .one();
    }

    /** False when a version of a plan charges for it. Wants the lock. */
    Mono<Boolean> delete(UUID id) {
        return db.sql("""
                        update billable_metrics set deleted_at = :now, updated_at = :now
                        where id = :id and not exists (select from plan_charges where metric_id = :id)
                        """)
                .bind("id", id)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated()
                .map(deleted -> deleted == 1);
    }

    private static Parameter text(@Nullable String value) {
        return Parameter.fromOrEmpty(value, String.class);
    }
}
