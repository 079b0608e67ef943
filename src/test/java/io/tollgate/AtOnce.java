package io.tollgate;

import java.util.List;
import java.util.function.IntFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Does something from several threads at once, twenty at the most. */
public final class AtOnce {

    /** More would wait for the database's connections in vain. */
    private static final int MOST = 20;

    private AtOnce() {}

    /**
     * Gives the answers in the order of the calls.
     *
     * @param task gets the number of its call, from 0
     */
    public static <T> List<T> times(int calls, IntFunction<T> task) {
        return Flux.range(0, calls)
                .flatMapSequential(
                        number -> Mono.fromCallable(() -> task.apply(number)).subscribeOn(OwnThreads.SCHEDULER),
                        Math.min(calls, MOST))
                .collectList()
                .block();
    }
}
