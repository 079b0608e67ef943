package io.tollgate.user;

import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Asks who is signed in to have proven a short while ago who they are. How one proves that, users do not know. */
public interface RecentProof {

    /** 403 {@code reauthentication_required}; {@code forbidden} for an administrator in the user's place. */
    Mono<SignedIn> require(ServerRequest request);
}
