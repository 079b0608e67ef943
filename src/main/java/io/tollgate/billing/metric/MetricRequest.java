package io.tollgate.billing.metric;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.billing.pricing.Aggregation;
import io.tollgate.platform.web.ApiException;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /billing/metrics}.
 *
 * @param unit what one of it is called; {@code unit} where absent
 * @param field the property that holds an event's value; absent: its quantity
 * @param uniqueKey the property that is told apart, for {@code unique} only
 * @param filters properties by which charges may tell events apart, each with the values that matter
 */
record MetricRequest(
        @NotNull @Pattern(
                regexp = "[a-z][a-z0-9_.-]{0,62}",
                message = "Must be 1 to 63 lower-case letters, digits, dots, dashes or underscores")
        String code,

        @NotNull @Size(min = 1, max = 100) @Pattern(regexp = MetricRequest.TEXT, message = "Must hold readable text") String name,

        @Nullable @Size(min = 1, max = 30) @Pattern(regexp = MetricRequest.TEXT, message = "Must hold readable text") String unit,

        @NotNull @Pattern(
                regexp = "count|sum|max|min|avg|unique|latest|weighted_sum",
                message = "Must be count, sum, max, min, avg, unique, latest or weighted_sum")
        String aggregation,

        @Nullable @Pattern(regexp = MetricRequest.PROPERTY, message = MetricRequest.PROPERTY_MESSAGE) String field,

        @Nullable @Pattern(regexp = MetricRequest.PROPERTY, message = MetricRequest.PROPERTY_MESSAGE) String uniqueKey,

        @Schema(example = "{\"region\": [\"eu\", \"us\"]}") @Nullable @Size(max = 5) Map<String, List<String>> filters) {

    /** Anything readable: control characters neither print nor, some of them, fit into the database. */
    static final String TEXT = " *+[^\\p{Cntrl}\\s\\p{Cs}][^\\p{Cntrl}\\p{Cs}]*+";

    static final String PROPERTY = "[A-Za-z_][A-Za-z0-9_.-]{0,62}";
    static final String PROPERTY_MESSAGE = "Must be a name of 1 to 63 letters, digits, dots, dashes or underscores";

    private static final java.util.regex.Pattern VALUE = java.util.regex.Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{1,100}");
    private static final int MOST_VALUES = 100;

    /** Each combination has hourly sums of its own. */
    private static final long MOST_COMBINATIONS = 1_000;

    /** @throws ApiException 422 for fields that are fine one by one and make no sense together */
    Metric metric(UUID id) {
        Aggregation how = MetricRows.aggregation(aggregation);
        if ((how == Aggregation.UNIQUE) != (uniqueKey != null)) {
            throw ApiException.invalid("unique_key", "Goes with unique, and only with it");
        }
        if (field != null && (how == Aggregation.COUNT || how == Aggregation.UNIQUE)) {
            throw ApiException.invalid("field", "Does not go with " + aggregation + ": events have no value");
        }
        return new Metric(
                id,
                code,
                name.strip(),
                unit == null ? "unit" : unit.strip(),
                how,
                field,
                uniqueKey,
                filters == null ? Facets.NONE : checked(filters),
                false);
    }

    private static Facets checked(Map<String, List<String>> filters) {
        long combinations = 1;
        for (Map.Entry<String, List<String>> filter : filters.entrySet()) {
            List<String> values = filter.getValue();
            if (!filter.getKey().matches(PROPERTY) || values == null || !distinct(values)) {
                throw ApiException.invalid(
                        "filters", "Must be names, each with 1 to 100 different texts of 1 to 100 characters");
            }
            combinations *= values.size() + 1L;
        }
        if (combinations > MOST_COMBINATIONS) {
            throw ApiException.invalid("filters", "Must not make more than 1000 combinations");
        }
        return new Facets(filters);
    }

    private static boolean distinct(List<String> values) {
        return !values.isEmpty()
                && values.size() <= MOST_VALUES
                && values.stream()
                        .allMatch(value -> value != null && VALUE.matcher(value).matches())
                && values.stream().distinct().count() == values.size();
    }
}
