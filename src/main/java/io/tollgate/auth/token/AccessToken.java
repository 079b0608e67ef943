package io.tollgate.auth.token;

import io.tollgate.user.SignedIn;
import java.time.Instant;

/**
 * A verified access token: whom it speaks for, and until when.
 *
 * @param kid the key that signed it
 */
record AccessToken(SignedIn bearer, Instant expiresAt, String kid) {}
