package io.tollgate.billing.webhook;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that has changed.
 *
 * @param userId whom it concerns
 * @param objectId of what has changed
 * @param data becomes JSON in snake case: what the API shows of the object
 * @param onceKey null, or names what must not be told twice
 */
public record WebhookNews(
        WebhookType type,
        @Nullable UUID userId,
        UUID objectId,
        Object data,
        @Nullable String onceKey) {

    public WebhookNews(WebhookType type, @Nullable UUID userId, UUID objectId, Object data) {
        this(type, userId, objectId, data, null);
    }

    /** The same, told once however often it is sent within 30 days. */
    public WebhookNews once(String key) {
        return new WebhookNews(type, userId, objectId, data, type.value() + ":" + key);
    }
}
