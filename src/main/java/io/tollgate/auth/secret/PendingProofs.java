package io.tollgate.auth.secret;

import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * What was sent to a user and would still prove who they are: links, codes, logins half done. Each feature that sends or keeps such
 * a thing declares one as a bean, so that whoever ends all access ends this, too.
 */
public interface PendingProofs {

    /** Makes them worthless. Joins the caller's transaction. */
    Mono<Void> forget(UUID userId);
}
