package io.tollgate.auth.mailbox;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All one-time links and codes of a user: after a reset, a changed password or a deactivation none of them may be left. */
@Component
public class OneTimeSecrets {

    private final List<OneTimeSecret> kinds;

    OneTimeSecrets(List<OneTimeSecret> kinds) {
        this.kinds = List.copyOf(kinds);
    }

    /** Joins the caller's transaction. */
    public Mono<Void> forget(UUID userId) {
        return Flux.fromIterable(kinds).concatMap(kind -> kind.forget(userId)).then();
    }
}
