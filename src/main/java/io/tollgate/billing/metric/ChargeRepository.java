package io.tollgate.billing.metric;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.tollgate.billing.pricing.Charge;
import io.tollgate.platform.db.Columns;
import io.tollgate.platform.time.Ids;
import java.util.List;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.Parameter;
import org.springframework.stereotype.Repository;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The rows of {@code plan_charges}. */
@Repository
class ChargeRepository {

    private static final String SELECT = "select c.id, c.plan_version_id, c.name, c.model, c.terms, c.minimum_spend,"
            + " c.maximum_spend, c.filters, " + MetricRows.COLUMNS
            + " from plan_charges c join billable_metrics m on m.id = c.metric_id ";

    private final DatabaseClient db;
    private final MetricRows metrics;
    private final PriceBook prices;
    private final Ids ids;

    ChargeRepository(DatabaseClient db, MetricRows metrics, PriceBook prices, Ids ids) {
        this.db = db;
        this.metrics = metrics;
        this.prices = prices;
        this.ids = ids;
    }

    /** At most {@link ChargesRequest#MOST}. */
    Mono<List<PlanCharge>> of(UUID versionId) {
        return db.sql(SELECT + "where c.plan_version_id = :versionId order by c.position")
                .bind("versionId", versionId)
                .map(this::toCharge)
                .all()
                .collectList();
    }

    Mono<PlanCharge> find(UUID id) {
        return db.sql(SELECT + "where c.id = :id")
                .bind("id", id)
                .map(this::toCharge)
                .one();
    }

    /** Instead of those that the version has. */
    Mono<Void> replace(UUID versionId, List<ChargeDraft> drafts) {
        return db.sql("delete from plan_charges where plan_version_id = :versionId")
                .bind("versionId", versionId)
                .then()
                .thenMany(Flux.range(0, drafts.size()))
                .concatMap(position -> insert(versionId, position, drafts.get(position)))
                .then();
    }

    private Mono<Void> insert(UUID versionId, int position, ChargeDraft draft) {
        return db.sql("""
                        insert into plan_charges (id, plan_version_id, metric_id, position, name, model, terms,
                                                  minimum_spend, maximum_spend, filters)
                        values (:id, :versionId, :metricId, :position, :name, :model, :terms, :minimum, :maximum, :filters)
                        """)
                .bind("id", ids.next())
                .bind("versionId", versionId)
                .bind("metricId", draft.metric().id())
                .bind("position", position)
                .bind("name", draft.name())
                .bind("model", draft.terms().model())
                .bind("terms", Json.of(draft.terms().json()))
                .bind("minimum", Parameter.fromOrEmpty(draft.charge().minimum(), Long.class))
                .bind("maximum", Parameter.fromOrEmpty(draft.charge().maximum(), Long.class))
                .bind("filters", metrics.toJson(draft.filters()))
                .then();
    }

    Mono<Void> copy(UUID fromVersionId, UUID toVersionId) {
        return of(fromVersionId)
                .map(all -> all.stream().map(ChargeDraft::like).toList())
                .flatMap(drafts -> replace(toVersionId, drafts));
    }

    private PlanCharge toCharge(Readable row) {
        ChargeTerms terms = new ChargeTerms(
                Columns.required(row, "model", String.class),
                Columns.required(row, "terms", Json.class).asString());
        return new PlanCharge(
                Columns.required(row, "id", UUID.class),
                Columns.required(row, "plan_version_id", UUID.class),
                Columns.required(row, "name", String.class),
                metrics.toMetric(row),
                new Charge(
                        prices.read(terms), row.get("minimum_spend", Long.class), row.get("maximum_spend", Long.class)),
                metrics.toFacets(row, "filters"),
                terms);
    }
}
