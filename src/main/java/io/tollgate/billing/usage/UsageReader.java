package io.tollgate.billing.usage;

import io.tollgate.billing.metric.Metric;
import io.tollgate.billing.pricing.Aggregation;
import io.tollgate.platform.time.Secrets;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads an event as producers write it. */
@Component
class UsageReader {

    private static final String NO_FACET = "{}";
    private static final int LONGEST_UNIQUE_VALUE = 255;

    private final JsonMapper json;

    UsageReader(JsonMapper json) {
        this.json = json;
    }

    /**
     * @param metrics by code
     * @throws UsageRefused for what is wrong with it
     */
    UsageReport read(ToldEvent told, Map<String, Metric> metrics) {
        EventFields fields = new EventFields(told.event());
        fields.refuseUnknown();
        String transactionId = fields.transactionId();
        UUID subscriptionId = fields.id("subscription_id");
        UUID userId = fields.id("user_id");
        if ((subscriptionId == null) == (userId == null)) {
            throw new UsageRefused("subscription_id", "Must be there, or else user_id");
        }
        Metric metric = metric(fields, metrics);
        JsonNode properties = fields.properties();
        String text = properties == null ? null : EventFields.text(properties);
        BigDecimal value = value(metric, fields, properties);
        String uniqueValue = uniqueValue(metric, properties);
        Instant at = fields.timestamp();
        return new UsageReport(
                transactionId,
                subscriptionId,
                userId,
                metric,
                value,
                at == null ? sentAt(told) : at,
                facet(metric, properties),
                uniqueValue,
                text,
                digest(metric, value, at, text));
    }

    /** A producer may count in microseconds what Kafka takes for milliseconds. */
    private static @Nullable Instant sentAt(ToldEvent told) {
        Instant at = told.sentAt();
        if (at == null) {
            return null;
        }
        if (!EventFields.isWritable(at)) {
            throw new UsageRefused("timestamp", "Must be there, as its message was sent at no time from 1970 to 9998");
        }
        return at.truncatedTo(ChronoUnit.MICROS);
    }

    private static Metric metric(EventFields fields, Map<String, Metric> metrics) {
        String code = fields.metric();
        Metric metric = code == null ? null : metrics.get(code);
        if (metric == null || metric.deleted()) {
            throw new UsageRefused("metric", "No such metric");
        }
        return metric;
    }

    private static BigDecimal value(Metric metric, EventFields fields, @Nullable JsonNode properties) {
        BigDecimal quantity = fields.quantity();
        if (metric.countsEvents()) {
            return one(quantity);
        }
        String place = metric.field() == null ? "quantity" : metric.field();
        BigDecimal value =
                metric.field() == null ? quantity : EventFields.decimal(place, property(properties, metric.field()));
        if (value == null) {
            throw new UsageRefused(place, "Field required");
        }
        if (metric.field() != null && quantity != null) {
            throw new UsageRefused("quantity", "The metric's value is the property " + place);
        }
        if (value.signum() < 0 && !metric.correctable()) {
            throw new UsageRefused(place, "Must not be below zero");
        }
        return value;
    }

    /** A 5 would be believed to count five times. */
    private static BigDecimal one(@Nullable BigDecimal quantity) {
        if (quantity != null && quantity.compareTo(BigDecimal.ONE) != 0) {
            throw new UsageRefused("quantity", "The metric counts events: must be 1 or absent");
        }
        return BigDecimal.ONE;
    }

    private static @Nullable String uniqueValue(Metric metric, @Nullable JsonNode properties) {
        if (metric.aggregation() != Aggregation.UNIQUE || metric.uniqueKey() == null) {
            return null;
        }
        String value = shown(property(properties, metric.uniqueKey()));
        if (value == null || value.isEmpty() || value.length() > LONGEST_UNIQUE_VALUE) {
            throw new UsageRefused(metric.uniqueKey(), "Must be a property of 1 to 255 characters");
        }
        return value;
    }

    private String facet(Metric metric, @Nullable JsonNode properties) {
        if (metric.filters().isEmpty() || properties == null) {
            return NO_FACET;
        }
        SortedMap<String, String> shown = metric.filters().shown(name -> shown(property(properties, name)));
        return shown.isEmpty() ? NO_FACET : json.writeValueAsString(shown);
    }

    private static @Nullable String shown(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? null : value.asString();
    }

    private static JsonNode property(@Nullable JsonNode properties, String name) {
        return properties == null ? MissingNode.getInstance() : properties.path(name);
    }

    private static long digest(Metric metric, BigDecimal value, @Nullable Instant at, @Nullable String properties) {
        String content =
                metric.id() + "\n" + value.stripTrailingZeros().toPlainString() + "\n" + at + "\n" + properties;
        return ByteBuffer.wrap(Secrets.sha256(content)).getLong();
    }
}
