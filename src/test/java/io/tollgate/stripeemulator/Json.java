package io.tollgate.stripeemulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON trees: how the emulator keeps Stripe's objects, so that a field is exactly as visible as it is at Stripe. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** Parses a template or a request body; the text must be a JSON object. */
    static ObjectNode object(String text) {
        return (ObjectNode) MAPPER.readTree(text);
    }

    static JsonNode textNode(String text) {
        return MAPPER.getNodeFactory().stringNode(text);
    }

    /** Indented like Stripe's own bodies: a receiver that re-serialises before it verifies a signature fails here too. */
    static String pretty(JsonNode node) {
        return node.toPrettyString();
    }

    static @Nullable String text(JsonNode node, String field) {
        var value = node.path(field);
        return value.isString() ? value.stringValue() : null;
    }

    static String string(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    static boolean is(JsonNode node, String field, String value) {
        return value.equals(text(node, field));
    }

    static long number(JsonNode node, String field) {
        return node.path(field).asLong(0);
    }

    static boolean flag(JsonNode node, String field) {
        return node.path(field).asBoolean(false);
    }

    /** The object at {@code field}, which the template promises to be there. */
    static ObjectNode child(JsonNode node, String field) {
        return (ObjectNode) node.path(field);
    }

    static ArrayNode list(JsonNode node, String field) {
        return (ArrayNode) node.path(field);
    }
}
