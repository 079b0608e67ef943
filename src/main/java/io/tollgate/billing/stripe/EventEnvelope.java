package io.tollgate.billing.stripe;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/**
 * What must be known of an event to store it, found in one pass over its bytes without building the tree.
 *
 * @param createdAt null when it says nothing sensible
 * @param about the customer, else the object, else the event: what two events must share to be handled one after the other
 */
record EventEnvelope(
        String id,
        String type,
        @Nullable String apiVersion,
        @Nullable String objectId,
        @Nullable Instant createdAt,
        boolean livemode,
        String about) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern PLAIN = Pattern.compile("[!-~]{1,255}");
    private static final long YEAR_9999 = 253_402_300_799L;

    /** Empty when this is no JSON, or no event: without id, type or object. */
    static Optional<EventEnvelope> parse(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Fields fields = new Fields();
            fields.readEvent(parser);
            return parser.nextToken() == null ? fields.envelope() : Optional.empty();
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /** What the pass has come across so far. */
    private static final class Fields {
        private @Nullable String id;
        private @Nullable String type;
        private @Nullable String apiVersion;
        private @Nullable Instant createdAt;
        private boolean livemode;
        private boolean hasObject;
        private @Nullable String objectId;
        private @Nullable String objectType;
        private @Nullable String customer;

        void readEvent(JsonParser parser) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "id" -> id = text(parser, value);
                    case "type" -> type = text(parser, value);
                    case "api_version" -> apiVersion = text(parser, value);
                    case "created" -> createdAt = time(parser, value);
                    case "livemode" -> livemode = value == JsonToken.VALUE_TRUE;
                    case "data" -> readData(parser, value);
                    default -> parser.skipChildren();
                }
            }
        }

        private void readData(JsonParser parser, JsonToken start) {
            if (start != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("object") && value == JsonToken.START_OBJECT) {
                    readObject(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void readObject(JsonParser parser) {
            hasObject = true;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "id" -> objectId = text(parser, value);
                    case "object" -> objectType = text(parser, value);
                    case "customer" -> customer = idOf(parser, value);
                    default -> parser.skipChildren();
                }
            }
        }

        /** Of a field that holds an id, or the object itself. */
        private static @Nullable String idOf(JsonParser parser, JsonToken value) {
            if (value != JsonToken.START_OBJECT) {
                return text(parser, value);
            }
            String found = null;
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken inner = parser.nextToken();
                if (name.equals("id")) {
                    found = text(parser, inner);
                } else {
                    parser.skipChildren();
                }
            }
            return found;
        }

        Optional<EventEnvelope> envelope() {
            if (id == null || type == null || !hasObject) {
                return Optional.empty();
            }
            return Optional.of(new EventEnvelope(id, type, apiVersion, objectId, createdAt, livemode, about(id)));
        }

        private String about(String eventId) {
            if (customer != null && !"customer".equals(objectType)) {
                return customer;
            }
            return objectId == null ? eventId : objectId;
        }

        /** Null for what is no plain text: neither ids nor types are ever anything else, and PostgreSQL takes no NUL. */
        private static @Nullable String text(JsonParser parser, JsonToken value) {
            if (value != JsonToken.VALUE_STRING) {
                parser.skipChildren();
                return null;
            }
            String text = parser.getString();
            return PLAIN.matcher(text).matches() ? text : null;
        }

        private static @Nullable Instant time(JsonParser parser, JsonToken value) {
            if (value != JsonToken.VALUE_NUMBER_INT || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                parser.skipChildren();
                return null;
            }
            long seconds = parser.getLongValue();
            return seconds < 0 || seconds > YEAR_9999 ? null : Instant.ofEpochSecond(seconds);
        }
    }
}
