package io.tollgate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** The real time plus what tests have added. It only ever goes forward, so that tests can share it. */
public final class MutableClock extends Clock {

    private static final MutableClock SHARED = new MutableClock();

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    /** The clock of this test JVM: of the application and of the Stripe emulator. */
    public static MutableClock shared() {
        return SHARED;
    }

    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("Time goes forward");
        }
        ahead.accumulateAndGet(by, Duration::plus);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Tollgate keeps time in UTC");
    }
}
