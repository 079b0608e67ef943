package io.tollgate.billing.metric;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Properties of events, each with some of its values: of a metric those that matter, of a charge those that it counts.
 *
 * <p>{@link #OTHER} stands for every value that the metric does not name, and for none.
 *
 * @param values by the property's name, in the order of the names
 */
public record Facets(Map<String, List<String>> values) {

    public static final String OTHER = "";

    public static final Facets NONE = new Facets(Map.of());

    public Facets {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /**
     * What an event shows of a metric's properties: those of its values that matter, in the order of their names.
     *
     * @param property the event's value of a property; null when it has none
     */
    public SortedMap<String, String> shown(Function<String, @Nullable String> property) {
        SortedMap<String, String> shown = new TreeMap<>();
        values.forEach((name, known) -> {
            String value = property.apply(name);
            if (value != null && known.contains(value)) {
                shown.put(name, value);
            }
        });
        return shown;
    }
}
