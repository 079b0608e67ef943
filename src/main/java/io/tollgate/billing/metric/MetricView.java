package io.tollgate.billing.metric;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A metric as administrators see it. */
record MetricView(
        UUID id,
        @Schema(example = "api_calls") String code,
        @Schema(example = "API calls") String name,
        @Schema(example = "call") String unit,

        @Schema(allowableValues = {"count", "sum", "max", "min", "avg", "unique", "latest", "weighted_sum"})
        String aggregation,

        @Nullable String field,
        @Nullable String uniqueKey,

        @Schema(example = "{\"region\": [\"eu\", \"us\"]}") Map<String, List<String>> filters,

        boolean isDeleted) {

    static MetricView of(Metric metric) {
        return new MetricView(
                metric.id(),
                metric.code(),
                metric.name(),
                metric.unit(),
                MetricRows.word(metric.aggregation()),
                metric.field(),
                metric.uniqueKey(),
                metric.filters().values(),
                metric.deleted());
    }
}
