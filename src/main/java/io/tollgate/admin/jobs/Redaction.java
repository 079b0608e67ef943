package io.tollgate.admin.jobs;

import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leaves of a payload what can be no secret: ids, numbers, single words, addresses, times. A mail's variables hold links and
 * codes that let their reader in, so any other text is replaced by its length.
 */
final class Redaction {

    private static final Set<String> PLAIN_FIELDS = Set.of("template", "subject", "type", "kind", "reason");
    private static final Pattern PLAIN = Pattern.compile(
            // A UUID; an id of Stripe's; a word; an e-mail address; a time.
            "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(evt|sub|in|cus|pi|ch|re|dp|cs_test|cs_live)_[A-Za-z0-9]{1,80}"
                    + "|[A-Za-z_.]{1,20}|[^@\\s/:?#=&]{1,64}@[^@\\s/:?#=&]{1,255}|\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");

    private Redaction() {}

    static JsonNode of(JsonNode payload) {
        return redacted("", payload);
    }

    private static JsonNode redacted(String field, JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(entry -> copy.set(entry.getKey(), redacted(entry.getKey(), entry.getValue())));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> copy.add(redacted(field, element)));
            return copy;
        }
        if (!node.isString()) {
            return node;
        }
        String text = node.stringValue();
        return PLAIN_FIELDS.contains(field) || PLAIN.matcher(text).matches()
                ? node
                : JsonNodeFactory.instance.stringNode("(" + text.length() + " characters)");
    }
}
