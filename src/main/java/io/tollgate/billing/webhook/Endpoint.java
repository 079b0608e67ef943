package io.tollgate.billing.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as administrators see it: without its secret.
 *
 * @param eventTypes null: all of them
 * @param disabledReason null while it is enabled
 * @param previousSecretUntil how long the secret before this one goes on signing
 * @param failingSince when the attempts began to fail, if the last one did; later by the days on which there were none
 */
record Endpoint(
        UUID id,
        String url,
        String description,
        @Nullable List<WebhookType> eventTypes,
        boolean enabled,
        @Nullable DisabledReason disabledReason,
        @Nullable Instant disabledAt,
        @Nullable Instant previousSecretUntil,
        @Nullable Instant failingSince,
        Instant createdAt,
        Instant updatedAt) {}
