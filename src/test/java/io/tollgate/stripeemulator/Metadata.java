package io.tollgate.stripeemulator;

import tools.jackson.databind.node.ObjectNode;

/** Stripe's metadata rules: at most 50 keys of 40 characters with values of 500; an empty value unsets its key. */
final class Metadata {
    private Metadata() {}

    /** Merges the {@code metadata} parameter into the object's {@code metadata}; an empty parameter clears it. */
    static void merge(ObjectNode object, Params params) {
        if (!params.has("metadata")) {
            return;
        }
        var metadata = object.withObjectProperty("metadata");
        var given = params.child("metadata");
        if (given.values().isEmpty()) {
            metadata.removeAll();
        }
        given.values().keySet().forEach(key -> put(metadata, key, given));
        if (metadata.size() > 50) {
            throw StripeFailure.validation(null, "metadata", "Metadata can have at most 50 keys.");
        }
    }

    private static void put(ObjectNode metadata, String key, Params given) {
        var value = given.text(key);
        if (value == null) {
            metadata.remove(key);
            return;
        }
        if (key.length() > 40 || value.length() > 500) {
            var rule = "Metadata keys have at most 40 characters, values at most 500.";
            throw StripeFailure.validation(null, given.nameOf(key), rule);
        }
        metadata.put(key, value);
    }
}
