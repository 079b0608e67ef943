package io.tollgate.platform.idempotency;

import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * For work that must not be done twice and has nothing else to tell it by, such as a credit that an administrator gives. Between its
 * commit and the keeping of its answer the node may die, or it may take longer than its lease.
 */
@Component
public class KeyedWork {

    private final IdempotencyKeys keys;

    KeyedWork(IdempotencyKeys keys) {
        this.keys = keys;
    }

    /** The request that is being worked on. In the subscriber's context. */
    record Attempt(KeyedRequest request, UUID id) {}

    /**
     * Goes into the transaction of the effect: with it, the key counts as used. The same request again is told so, if not what the
     * answer was. Fails, and with it the transaction, where another attempt has taken over. Without a key, nothing.
     */
    public Mono<Void> done() {
        return Mono.deferContextual(context ->
                context.<Attempt>getOrEmpty(Attempt.class).map(this::mark).orElseGet(Mono::empty));
    }

    private Mono<Void> mark(Attempt attempt) {
        return keys.done(attempt.request(), attempt.id())
                .filter(ours -> ours)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.IDEMPOTENCY_KEY_IN_USE)))
                .then();
    }
}
