package io.tollgate.auth.social;

import io.tollgate.user.User;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody on the way to a provider and back.
 *
 * @param browser digest of the secret in the cookie of the browser that began it
 * @param redirectTo where their app waits; null when the callback answers itself
 * @param challenge digest of what that app must show together with its code
 * @param linking the signed-in user who adds an identity; null for a login
 */
record Flow(
        User.Provider provider,
        String browser,
        @Nullable String redirectTo,
        @Nullable String challenge,
        @Nullable Linking linking,
        Instant expiresAt) {

    record Linking(UUID userId, UUID sessionId) {}
}
