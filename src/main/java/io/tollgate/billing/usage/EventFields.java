package io.tollgate.billing.usage;

import io.tollgate.billing.pricing.Decimals;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** The fields of one event in JSON. Each method throws {@link UsageRefused} for what its field cannot be. */
record EventFields(JsonNode event) {

    private static final Set<String> KNOWN =
            Set.of("transaction_id", "subscription_id", "user_id", "metric", "quantity", "timestamp", "properties");
    private static final Pattern NAME = Pattern.compile("[\\x21-\\x7E]{1,255}");
    private static final Pattern ID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_.-]{0,62}");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?");

    /** What PostgreSQL and everybody else can write down. */
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
    private static final int MOST_PROPERTIES = 50;
    private static final int LONGEST_PROPERTIES = 8_192;

    EventFields {
        if (!event.isObject()) {
            throw new UsageRefused("event", "Must be an object");
        }
    }

    void refuseUnknown() {
        for (String name : event.propertyNames()) {
            if (!KNOWN.contains(name)) {
                throw new UsageRefused(name.length() > 100 ? "event" : name, "Unknown field");
            }
        }
    }

    String transactionId() {
        String name = name(event);
        if (name == null) {
            throw new UsageRefused("transaction_id", "Must be 1 to 255 visible characters");
        }
        return name;
    }

    /** The producer's name for it; null for what cannot be one, of whatever length. */
    static @Nullable String name(JsonNode event) {
        JsonNode id = event.path("transaction_id");
        return id.isString() && NAME.matcher(id.asString()).matches() ? id.asString() : null;
    }

    @Nullable String metric() {
        JsonNode code = event.path("metric");
        return code.isString() ? code.asString() : null;
    }

    /** Whether there can be a metric of this code at all, so that it is worth looking for. */
    static boolean mayBeMetric(String code) {
        return CODE.matcher(code).matches();
    }

    @Nullable UUID id(String field) {
        JsonNode id = event.path(field);
        if (absent(id)) {
            return null;
        }
        if (!id.isString() || !ID.matcher(id.asString()).matches()) {
            throw new UsageRefused(field, "Must be a UUID");
        }
        return UUID.fromString(id.asString());
    }

    @Nullable BigDecimal quantity() {
        return decimal("quantity", event.path("quantity"));
    }

    @Nullable Instant timestamp() {
        JsonNode time = event.path("timestamp");
        if (absent(time)) {
            return null;
        }
        try {
            Instant instant = OffsetDateTime.parse(
                            time.isString() && time.asString().length() <= 40 ? time.asString() : "")
                    .toInstant();
            if (isWritable(instant)) {
                return instant.truncatedTo(ChronoUnit.MICROS);
            }
        } catch (DateTimeException _) {
            // Told below.
        }
        throw new UsageRefused("timestamp", "Must be a time with an offset, such as 2026-03-31T12:00:00Z");
    }

    /** Whether it is of the years that everybody can write down: the driver is given microseconds since 1970. */
    static boolean isWritable(Instant moment) {
        return !moment.isBefore(EARLIEST) && moment.isBefore(LATEST);
    }

    /** An object of texts, numbers and booleans; null for none. */
    @Nullable JsonNode properties() {
        JsonNode properties = event.path("properties");
        if (absent(properties) || properties.isObject() && properties.isEmpty()) {
            return null;
        }
        if (!properties.isObject() || properties.size() > MOST_PROPERTIES) {
            throw new UsageRefused("properties", "Must be an object of at most 50 properties");
        }
        for (JsonNode value : properties) {
            if (value.isContainer()) {
                throw new UsageRefused("properties", "Must hold only texts, numbers and booleans");
            }
        }
        return properties;
    }

    /** In one order of names, so that the same is the same text. */
    static String text(JsonNode properties) {
        StringBuilder text = new StringBuilder("{");
        properties.propertyNames().stream().sorted().forEach(name -> {
            String key = new StringNode(name).toString();
            text.append(text.length() > 1 ? "," : "").append(key).append(':').append(properties.path(name));
        });
        String written = text.append('}').toString();
        // PostgreSQL has no place for the character 0 in a text.
        if (written.length() > LONGEST_PROPERTIES || written.contains("\\u0000")) {
            throw new UsageRefused("properties", "Must not be longer than 8192 characters or hold the character 0");
        }
        return written;
    }

    /** @param field for the reason only */
    static @Nullable BigDecimal decimal(String field, JsonNode node) {
        if (absent(node)) {
            return null;
        }
        BigDecimal number = node.isNumber()
                ? node.decimalValue()
                : node.isString() && DECIMAL.matcher(node.asString()).matches()
                        ? new BigDecimal(node.asString())
                        : null;
        if (number == null) {
            throw new UsageRefused(field, "Must be a decimal number");
        }
        if (!Decimals.fits(number)) {
            throw new UsageRefused(field, "Must not have more than 18 digits before or 12 after the point");
        }
        return Decimals.plain(number);
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
