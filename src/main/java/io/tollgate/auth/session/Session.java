package io.tollgate.auth.session;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One login on one device: the family of its refresh tokens.
 *
 * @param authenticatedAt when the user last proved who they are
 * @param methods how, in the words of RFC 8176: {@code pwd}, {@code otp}
 * @param expiresAt the hard end, whatever is refreshed
 */
public record Session(
        UUID id, UUID userId, Instant authenticatedAt, List<String> methods, Instant createdAt, Instant expiresAt) {

    public Session {
        methods = List.copyOf(methods);
    }
}
