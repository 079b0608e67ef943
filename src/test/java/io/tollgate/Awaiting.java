package io.tollgate;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Flux;

/** Waits for what happens elsewhere: asks again and again, up to a deadline that only a failure reaches. */
public final class Awaiting {

    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private Awaiting() {}

    public static void until(BooleanSupplier condition) {
        Flux.interval(Duration.ZERO, PAUSE)
                .onBackpressureDrop()
                .filter(_ -> condition.getAsBoolean())
                .blockFirst(DEADLINE);
    }
}
