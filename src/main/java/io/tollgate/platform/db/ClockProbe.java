package io.tollgate.platform.db;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.platform.health.HealthProbe;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Compares the clock of this machine with the database's, which all nodes have in common: {@code tollgate.clock.ahead}, seconds, negative
 * when behind. One node writes when a lease or a code ends, the next one reads it. Where clocks are seconds apart, that is a little early
 * or late; where they are a minute apart, one node takes for abandoned what the other is at work on.
 *
 * <p>Told and not required: when it is the database's clock that is wrong, all nodes differ from it. What is told was found when the
 * database was last asked whether it is there: a database that is away is not a wrong clock.
 */
@Component
class ClockProbe implements HealthProbe {

    private static final Duration TOLERATED = Duration.ofSeconds(10);

    private final InstantSource machine;

    private volatile Duration ahead = Duration.ZERO;

    @Autowired
    ClockProbe(MeterRegistry meters) {
        this(meters, Clock.systemUTC());
    }

    ClockProbe(MeterRegistry meters, InstantSource machine) {
        this.machine = machine;
        Gauge.builder("tollgate.clock.ahead", this, probe -> probe.ahead.toMillis() / 1_000.0)
                .description("By how much this machine's clock is ahead of the database's")
                .baseUnit("seconds")
                .register(meters);
    }

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public boolean required() {
        return false;
    }

    @Override
    public Mono<Boolean> ok() {
        return Mono.fromSupplier(() -> ahead.abs().compareTo(TOLERATED) <= 0);
    }

    /** Asks what time it is there, and remembers how far that is from here. */
    Mono<Instant> compare(Mono<Instant> there) {
        return Mono.defer(() -> {
            Instant before = machine.instant();
            return there.doOnNext(time -> ahead = ahead(time, before, machine.instant()));
        });
    }

    /** However long the answer took, the database read its clock between these two. */
    private static Duration ahead(Instant there, Instant before, Instant after) {
        if (there.isBefore(before)) {
            return Duration.between(there, before);
        }
        return there.isAfter(after) ? Duration.between(there, after) : Duration.ZERO;
    }
}
