package io.tollgate.user;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who a valid access token speaks for. The roles in the token are not here: what a user may do is read from the database
 * when it matters.
 *
 * @param authenticatedAt when the user last proved who they are ({@code auth_time})
 * @param methods how, in the words of RFC 8176 ({@code amr})
 * @param actor the administrator who acts in the user's place ({@code act}, RFC 8693 §4.1)
 */
public record SignedIn(
        UUID userId,
        UUID sessionId,
        Instant authenticatedAt,
        List<String> methods,
        @Nullable UUID actor) implements Principal {

    public SignedIn {
        methods = List.copyOf(methods);
    }

    /** Without claims about the login: as if it were long ago. */
    public SignedIn(UUID userId, UUID sessionId) {
        this(userId, sessionId, Instant.EPOCH, List.of(), null);
    }

    public boolean impersonated() {
        return actor != null;
    }

    @Override
    public String getName() {
        return userId.toString();
    }
}
