package io.tollgate.stripeemulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The emulator's time: a given clock plus an offset that only the controls move. */
final class EmulatorClock {
    private final Clock base;
    private Duration offset = Duration.ZERO;

    EmulatorClock(Clock base) {
        this.base = base;
    }

    Instant now() {
        return base.instant().plus(offset);
    }

    long seconds() {
        return now().getEpochSecond();
    }

    /** Time without the offset: signatures carry it, as Stripe's do when a test clock has been moved. */
    Instant real() {
        return base.instant();
    }

    /** Moves forward to {@code instant}; never back. */
    void moveTo(Instant instant) {
        if (instant.isAfter(now())) {
            offset = offset.plus(Duration.between(now(), instant));
        }
    }
}
