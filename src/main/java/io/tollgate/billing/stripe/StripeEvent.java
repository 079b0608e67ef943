package io.tollgate.billing.stripe;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Something happened at Stripe. A hint only: what it carries may be old, out of order, or in the shape of another version. A
 * handler takes ids from it, reads the object again and believes that.
 *
 * @param type such as {@code invoice.paid}
 * @param apiVersion in whose shape {@code object} is; null for some
 * @param objectId null for an upcoming invoice, which has none
 * @param createdAt in whole seconds: tells neither order nor identity
 * @param object the object as it was then
 */
public record StripeEvent(
        String id,
        String type,
        @Nullable String apiVersion,
        @Nullable String objectId,
        Instant createdAt,
        boolean livemode,
        JsonNode object) {

    /** The customer it is about: of the object, or the object itself. */
    public Optional<String> customerId() {
        return "customer".equals(object.path("object").stringValue(null))
                ? Optional.ofNullable(objectId)
                : id("customer");
    }

    /** The id in a field that holds one, or holds the object itself. */
    public Optional<String> id(String field) {
        JsonNode value = object.path(field);
        return Optional.ofNullable(value.isObject() ? value.path("id").stringValue(null) : value.stringValue(null))
                .filter(id -> !id.isBlank());
    }

    public Optional<String> metadata(String key) {
        return Optional.ofNullable(object.path("metadata").path(key).stringValue(null));
    }

    @Override
    public String toString() {
        // The object holds addresses and e-mails.
        return "StripeEvent[%s %s %s]".formatted(id, type, objectId);
    }
}
