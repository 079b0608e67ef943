package io.tollgate.auth.token;

import java.time.Instant;
import java.util.UUID;

/**
 * What a refresh token says: which row it is, of which session. The same row gives the same token each time it is signed.
 *
 * @param generation its number within the session; orders tokens where a clock could not
 */
record RefreshToken(UUID id, UUID sessionId, UUID userId, int generation, Instant issuedAt, Instant expiresAt) {}
