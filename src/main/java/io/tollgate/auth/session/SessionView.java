package io.tollgate.auth.session;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A session as its user sees it; of its tokens there is nothing.
 *
 * @param device a guess in plain words
 * @param ip of the last refresh, or of the login
 * @param lastUsedAt when it was last refreshed, or opened
 * @param expiresAt the hard end
 * @param current whether this request came with it
 * @param methods how the user proved who they are, in the words of RFC 8176
 */
public record SessionView(
        UUID id,
        String device,
        String ip,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        boolean current,
        List<String> methods) {}
