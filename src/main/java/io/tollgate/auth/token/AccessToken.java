package io.tollgate.auth.token;

import io.tollgate.user.SignedIn;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A verified access token: whom it speaks for, and until when.
 *
 * @param kid the key that signed it
 * @param impersonation its own id, where an administrator acts by it in a user's place: it can be ended by itself
 */
record AccessToken(
        SignedIn bearer,
        Instant expiresAt,
        String kid,
        @Nullable UUID impersonation) {}
