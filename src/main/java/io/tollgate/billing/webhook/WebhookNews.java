package io.tollgate.billing.webhook;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that has changed.
 *
 * @param userId whom it concerns
 * @param objectId of what has changed
 * @param data becomes JSON in snake case: what the API shows of the object
 */
public record WebhookNews(WebhookType type, @Nullable UUID userId, UUID objectId, Object data) {}
