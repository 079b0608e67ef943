package io.tollgate.billing.metric;

import io.tollgate.billing.pricing.Aggregation;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that is counted of usage. Its code, aggregation, properties and filters never change.
 *
 * @param unit what one of it is called, such as {@code GB}
 * @param field the property of an event that holds its value; null: the event's quantity
 * @param uniqueKey of {@link Aggregation#UNIQUE} the property that is told apart; else null
 * @param filters properties by which charges may tell events apart, each with the values that matter
 * @param deleted takes no more events, and no more charges are made of it
 */
public record Metric(
        UUID id,
        String code,
        String name,
        String unit,
        Aggregation aggregation,
        @Nullable String field,
        @Nullable String uniqueKey,
        Facets filters,
        boolean deleted) {

    /** Whether an event may take away what another has added. */
    public boolean correctable() {
        return aggregation == Aggregation.SUM || aggregation == Aggregation.WEIGHTED_SUM;
    }

    /** Whether events have no value of their own. */
    public boolean countsEvents() {
        return aggregation == Aggregation.COUNT || aggregation == Aggregation.UNIQUE;
    }
}
