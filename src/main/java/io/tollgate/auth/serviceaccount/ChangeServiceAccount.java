package io.tollgate.auth.serviceaccount;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.platform.web.ApiException;
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
        @Nullable Instant expiresAt,

        @Schema(description = "true: it expires no more. Instead of expires_at") @Nullable Boolean neverExpires) {

    /** 422 for both at once. */
    void requireOneExpiry() {
        if (expiresAt != null && Boolean.TRUE.equals(neverExpires)) {
            throw ApiException.invalid("never_expires", "Not together with expires_at");
        }
    }

    ServiceAccount over(ServiceAccount account) {
        return new ServiceAccount(
                account.id(),
                name == null ? account.name() : name.strip(),
                ownerId == null ? account.ownerId() : ownerId,
                scopes == null ? account.scopes() : scopes,
                account.audience(),
                account.createdAt(),
                account.rotatedAt(),
                account.previousSecretUntil(),
                expiry(account),
                account.lastUsedAt(),
                account.revokedAt());
    }

    private @Nullable Instant expiry(ServiceAccount account) {
        if (Boolean.TRUE.equals(neverExpires)) {
            return null;
        }
        return expiresAt == null ? account.expiresAt() : expiresAt;
    }
}
