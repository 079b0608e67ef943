package io.tollgate.auth.serviceaccount;

import io.tollgate.user.ServicePrincipal;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a node keeps in memory to verify an account's tokens.
 *
 * @param live neither revoked nor left by its owner, and made for this deployment
 * @param readAt when the database said so
 */
record KnownAccount(
        ServicePrincipal principal,
        Secret current,
        @Nullable Secret previous,
        @Nullable Instant expiresAt,
        boolean live,
        Instant readAt) {

    /** @param until null for no end */
    record Secret(byte[] hash, @Nullable Instant until) {

        private boolean matches(byte[] digest, Instant now) {
            return MessageDigest.isEqual(hash, digest) && (until == null || now.isBefore(until));
        }
    }

    /** Why a token was refused; for the audit log, never for the caller. */
    enum Refusal {
        WRONG_SECRET,
        EXPIRED,
        REVOKED,
        /** Malformed, or of no account. */
        UNKNOWN
    }

    UUID id() {
        return principal.accountId();
    }

    /** Null when the token is good. */
    @Nullable Refusal refusal(byte[] digest, Instant now) {
        boolean right = current.matches(digest, now) || (previous != null && previous.matches(digest, now));
        if (!right) {
            return Refusal.WRONG_SECRET;
        }
        if (!live) {
            return Refusal.REVOKED;
        }
        return expiresAt == null || now.isBefore(expiresAt) ? null : Refusal.EXPIRED;
    }
}
