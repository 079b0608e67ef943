package io.tollgate.user;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A text field of a merge patch (RFC 7396): not sent leaves it as it is, null clears it.
 *
 * @param sent whether the field stood in the patch at all
 */
@JsonDeserialize(using = Change.Reader.class)
public record Change(boolean sent, @Nullable String value) {

    public static final Change NONE = new Change(false, null);

    public static Change to(@Nullable String value) {
        return new Change(true, value);
    }

    static final class Reader extends ValueDeserializer<Change> {

        @Override
        public Change deserialize(JsonParser parser, DeserializationContext context) {
            return parser.currentToken() == JsonToken.VALUE_STRING
                    ? Change.to(parser.getString().strip())
                    : (Change) context.handleUnexpectedToken(Change.class, parser);
        }

        @Override
        public Change getNullValue(DeserializationContext context) {
            return Change.to(null);
        }

        @Override
        public Change getAbsentValue(DeserializationContext context) {
            return NONE;
        }
    }
}
