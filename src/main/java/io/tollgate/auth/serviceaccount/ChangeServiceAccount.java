package io.tollgate.auth.serviceaccount;

import io.tollgate.user.ServiceScope;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Body of {@code PATCH /admin/service-accounts/{id}}: what is absent or null stays. */
record ChangeServiceAccount(
        @Nullable @Pattern(regexp = CreateServiceAccount.NAME, message = CreateServiceAccount.NAME_MESSAGE) String name,

        @Nullable @Size(min = 1, message = "Name at least one scope") Set<@NotNull ServiceScope> scopes,

        @Nullable UUID ownerId,
        @Nullable Instant expiresAt) {

    ServiceAccount over(ServiceAccount account) {
        return new ServiceAccount(
                account.id(),
                name == null ? account.name() : name.strip(),
                ownerId == null ? account.ownerId() : ownerId,
                scopes == null ? account.scopes() : scopes,
                account.createdAt(),
                account.rotatedAt(),
                account.previousSecretUntil(),
                expiresAt == null ? account.expiresAt() : expiresAt,
                account.lastUsedAt(),
                account.revokedAt());
    }
}
