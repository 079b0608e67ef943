package io.tollgate.auth.mfa;

import java.util.List;
import java.util.UUID;

/**
 * A login that has come as far as its second factor.
 *
 * @param methods how the first was proven
 * @param requestId the request that proved it
 */
public record Challenge(UUID id, UUID userId, List<String> methods, String requestId) {

    public Challenge {
        methods = List.copyOf(methods);
    }
}
