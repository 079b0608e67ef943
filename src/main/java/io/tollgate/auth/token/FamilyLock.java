package io.tollgate.auth.token;

import io.tollgate.auth.session.Session;
import io.tollgate.user.User;
import java.time.Instant;

/** A session and its user, read with the lock on the session's row: until commit nobody rotates or ends it. */
record FamilyLock(User user, Session session, boolean ended) {

    boolean expired(Instant now) {
        return !now.isBefore(session.expiresAt());
    }
}
