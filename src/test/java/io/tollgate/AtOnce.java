package io.tollgate;

import java.util.List;
import java.util.function.IntFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Does something from several threads at once. */
public final class AtOnce {

    private AtOnce() {}

    /** @param task gets the number of its call, from 0 */
    public static <T> List<T> times(int calls, IntFunction<T> task) {
        return Flux.range(0, calls)
                .flatMap(
                        number -> Mono.fromCallable(() -> task.apply(number)).subscribeOn(Schedulers.boundedElastic()),
                        calls)
                .collectList()
                .block();
    }
}
