package io.tollgate.auth.mfa;

import java.util.List;
import java.util.UUID;

/**
 * A login that has come as far as its second factor.
 *
 * @param methods how the first was proven
 */
public record Challenge(UUID id, UUID userId, List<String> methods) {

    public Challenge {
        methods = List.copyOf(methods);
    }
}
