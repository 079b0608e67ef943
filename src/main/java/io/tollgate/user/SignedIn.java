package io.tollgate.user;

import java.security.Principal;
import java.util.UUID;

/**
 * Who a valid access token speaks for. The roles in the token are not here: what a user may do is read from the database
 * when it matters.
 */
public record SignedIn(UUID userId, UUID sessionId) implements Principal {

    @Override
    public String getName() {
        return userId.toString();
    }
}
