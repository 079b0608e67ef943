package io.tollgate.auth.serviceaccount;

import io.tollgate.user.ServiceScope;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A service account as administrators see it.
 *
 * @param ownerId who answers for it; null when that user is gone, and then it is worth nothing
 * @param audience of which deployment's API; null for any
 * @param rotatedAt when the present secret took over
 * @param previousSecretUntil how long the secret before it is still good; null when it is not
 * @param lastUsedAt to the minute
 */
record ServiceAccount(
        UUID id,
        String name,
        @Nullable UUID ownerId,
        Set<ServiceScope> scopes,
        @Nullable String audience,
        Instant createdAt,
        @Nullable Instant rotatedAt,
        @Nullable Instant previousSecretUntil,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {

    ServiceAccount {
        scopes = Set.copyOf(scopes);
    }

    boolean revoked() {
        return revokedAt != null;
    }
}
