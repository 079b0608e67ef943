package io.tollgate.billing.metric;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.tollgate.billing.pricing.Aggregation;
import io.tollgate.platform.db.Columns;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How a metric is read from a row, and its parts are written to one. */
@Component
class MetricRows {

    static final String COLUMNS = """
            m.id as metric_id, m.code, m.name as metric_name, m.unit, m.aggregation, m.field, m.unique_key,
            m.filters as metric_filters, m.deleted_at
            """;

    private static final TypeReference<Map<String, List<String>>> VALUES = new TypeReference<>() {};

    private final JsonMapper json;

    MetricRows(JsonMapper json) {
        this.json = json;
    }

    Metric toMetric(Readable row) {
        return new Metric(
                Columns.required(row, "metric_id", UUID.class),
                Columns.required(row, "code", String.class),
                Columns.required(row, "metric_name", String.class),
                Columns.required(row, "unit", String.class),
                aggregation(Columns.required(row, "aggregation", String.class)),
                row.get("field", String.class),
                row.get("unique_key", String.class),
                toFacets(row, "metric_filters"),
                row.get("deleted_at") != null);
    }

    Facets toFacets(Readable row, String column) {
        return new Facets(
                json.readValue(Columns.required(row, column, Json.class).asString(), VALUES));
    }

    Json toJson(Facets facets) {
        return Json.of(json.writeValueAsString(facets.values()));
    }

    /** As stored and shown: {@code weighted_sum}. */
    static String word(Aggregation aggregation) {
        return aggregation.name().toLowerCase(Locale.ROOT);
    }

    static Aggregation aggregation(String word) {
        return Aggregation.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
