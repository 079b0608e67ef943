package io.tollgate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The real time plus what tests have added. The shared one only ever goes forward, so that tests can share it. Tests run on any day of any
 * year: {@code TOLLGATE_TESTS_START=2028-02-29T23:58:00Z} in the environment has all of them begin there.
 */
public final class MutableClock extends Clock {

    private static final Duration HEAD_START = headStart(System.getenv());
    private static final MutableClock SHARED = new MutableClock();

    private final AtomicReference<Duration> ahead = new AtomicReference<>(HEAD_START);

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

    /** Forward or back, as somebody sets the clock of one machine. Not for the shared one. */
    public void setAhead(Duration of) {
        if (this == SHARED) {
            throw new IllegalStateException("Others go by it as well");
        }
        ahead.set(HEAD_START.plus(of));
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead.get());
    }

    private static Duration headStart(Map<String, String> environment) {
        String start = environment.getOrDefault("TOLLGATE_TESTS_START", "");
        return start.isEmpty() ? Duration.ZERO : Duration.between(Instant.now(), Instant.parse(start));
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
