package io.tollgate.platform.db;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.platform.health.HealthProbe;
import io.tollgate.platform.time.CommonClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Has {@link CommonClock} follow the clock of the database, and compares that with this machine's: {@code tollgate.clock.ahead},
 * seconds, negative when behind. Nothing here goes by the machine's, but one of the two is wrong, and by the database's go codes of
 * authenticators, signatures of webhooks and tokens of others.
 *
 * <p>Told and not required: when it is the database's clock that is wrong, all nodes differ from it. What is told was found when the
 * database was last asked whether it is there: a database that is away is not a wrong clock.
 */
@Component
class ClockProbe implements HealthProbe {

    private static final Duration TOLERATED = Duration.ofSeconds(10);
    private static final Duration WRONG = Duration.ofMinutes(5);

    private final CommonClock common;
    private final InstantSource machine;

    private volatile Duration ahead = Duration.ZERO;

    @Autowired
    ClockProbe(MeterRegistry meters, CommonClock common) {
        this(meters, common, InstantSource.system());
    }

    ClockProbe(MeterRegistry meters, CommonClock common, InstantSource machine) {
        this.common = common;
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

    /** So far that nothing is begun here that cannot be taken back, until somebody has looked which of the two is right. */
    boolean databaseIsAhead() {
        return ahead.compareTo(WRONG.negated()) < 0;
    }

    /** Asks what time it is there, goes by that, and remembers how far it is from here. */
    Mono<Instant> compare(Mono<Instant> there) {
        return Mono.defer(() -> {
            Instant before = machine.instant();
            CommonClock.Question question = common.ask();
            return there.doOnNext(time -> ahead = ahead(time, before, machine.instant()))
                    .doOnNext(question::answered);
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
