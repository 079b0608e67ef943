package io.tollgate.auth.guessing;

import io.tollgate.platform.redis.RedisUnavailable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Failures in a row, counted in Redis for all nodes; by each node for itself, and more strictly, while Redis is away. */
@Component
class GuessCounts {

    private final SharedGuesses shared;
    private final LocalGuesses local;

    GuessCounts(SharedGuesses shared, LocalGuesses local) {
        this.shared = shared;
        this.local = local;
    }

    /** Counts the guess as a failure until it turns out to be right. */
    Mono<Standing> count(Guess guess) {
        return shared.count(guess)
                .onErrorResume(RedisUnavailable.class, _ -> Mono.fromSupplier(() -> local.count(guess)));
    }

    /** Takes back what was counted from this place, and remembers the place. */
    Mono<Void> right(Guess guess) {
        return both(shared.right(guess), () -> local.right(guess));
    }

    Mono<Void> takeBack(Guess guess) {
        return both(shared.takeBack(guess), () -> local.takeBack(guess));
    }

    Mono<Void> forget(Guess guess) {
        return both(shared.forget(guess), () -> local.forget(guess));
    }

    /** Redis may have gone or come between count and outcome: a failure too few or too many, for a while. */
    private static Mono<Void> both(Mono<Void> there, Runnable here) {
        return Mono.fromRunnable(here).then(there).onErrorComplete(RedisUnavailable.class);
    }
}
