package io.tollgate.planted.billing.plan;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Stalls an event loop in three ways. */
final class Waits {

    String block() {
        return Mono.just("late").blockOptional().orElse("never");
    }

    List<String> stream() {
        return Flux.just("late").toStream().toList();
    }

    void sleep() throws InterruptedException {
        Thread.sleep(1);
    }
}
