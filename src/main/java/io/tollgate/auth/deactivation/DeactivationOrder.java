package io.tollgate.auth.deactivation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is to be deactivated.
 *
 * @param by who orders it: the user, or an administrator
 * @param reason for the audit log and administrators; the user is not told
 * @param until when it ends by itself; null for never
 */
public record DeactivationOrder(
        UUID userId, UUID by, String reason, @Nullable Instant until) {

    public static DeactivationOrder forGood(UUID userId, UUID by, String reason) {
        return new DeactivationOrder(userId, by, reason, null);
    }
}
