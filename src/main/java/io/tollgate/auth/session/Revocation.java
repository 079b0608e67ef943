package io.tollgate.auth.session;

import java.time.Instant;
import java.util.UUID;

/** Access tokens that are refused although they have not expired; forgotten when the last of them has. */
sealed interface Revocation {

    UUID id();

    /** When no such token is alive any more. */
    Instant until();

    record OfSession(UUID id, UUID sessionId, Instant until) implements Revocation {}

    /** All sessions of the user that began at this moment or before. */
    record OfUser(UUID id, UUID userId, Instant notBefore, Instant until) implements Revocation {}
}
