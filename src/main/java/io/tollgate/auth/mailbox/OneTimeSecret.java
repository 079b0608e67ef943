package io.tollgate.auth.mailbox;

import java.util.UUID;
import reactor.core.publisher.Mono;

/** A kind of one-time link or code. Implemented by whoever keeps such; asked through {@link OneTimeSecrets}. */
public interface OneTimeSecret {

    /** Voids all of the user's. Joins the caller's transaction. */
    Mono<Void> forget(UUID userId);
}
