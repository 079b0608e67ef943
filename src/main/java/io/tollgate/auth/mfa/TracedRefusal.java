package io.tollgate.auth.mfa;

import reactor.core.publisher.Mono;

/**
 * A factor that is refused and leaves more than a failed attempt. The transaction it was shown in is rolled back, and only when that
 * has given its connection back is the trace left: who waits for a second connection with one in hand may wait for ever.
 */
@SuppressWarnings("serial") // Never leaves the chain it is thrown in.
public final class TracedRefusal extends RuntimeException {

    private final Mono<Void> trace;

    public TracedRefusal(Mono<Void> trace) {
        super("Refused", null, false, false);
        this.trace = trace;
    }

    /** Outside of the transaction. Ends empty, as any refusal. */
    public <T> Mono<T> leave() {
        return trace.then(Mono.empty());
    }
}
