package io.tollgate.user;

import java.security.Principal;
import java.util.Set;
import java.util.UUID;

/**
 * A machine that a valid service token speaks for. It is no user: what is done for a user, it may not do, and the reverse.
 *
 * @param accountId the service account
 */
public record ServicePrincipal(UUID accountId, Set<ServiceScope> scopes) implements Principal {

    public ServicePrincipal {
        scopes = Set.copyOf(scopes);
    }

    /** Never equal to that of a user: limits and idempotency keys are counted by it. */
    @Override
    public String getName() {
        return "service:" + accountId;
    }
}
