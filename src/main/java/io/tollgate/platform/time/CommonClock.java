package io.tollgate.platform.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * The time that all nodes have in common: the database's, carried on by this machine's steady counter. The machine's own clock
 * counts until the database was first asked and never after: whoever sets it, forward or back, changes nothing (ADR 85).
 */
public final class CommonClock extends Clock {

    /** A smaller difference is none: time had better not go back for it. */
    private static final Duration TOLERATED = Duration.ofMillis(100);

    private final LongSupplier nanos;

    private volatile Anchor anchor;

    CommonClock() {
        this(InstantSource.system(), System::nanoTime);
    }

    CommonClock(InstantSource machine, LongSupplier nanos) {
        this.nanos = nanos;
        this.anchor = new Anchor(machine.instant(), nanos.getAsLong());
    }

    /** @param nanos what the counter said at that time */
    private record Anchor(Instant time, long nanos) {}

    @Override
    public Instant instant() {
        Anchor from = anchor;
        return from.time.plusNanos(nanos.getAsLong() - from.nanos);
    }

    /**
     * Goes by what the database said, as far as that is certain: it read its clock between the question and its answer.
     *
     * @param asked when it was asked, by this clock
     */
    public void follow(Instant there, Instant asked) {
        Instant answered = instant();
        Duration behind = Duration.ZERO;
        if (there.isAfter(answered)) {
            behind = Duration.between(answered, there);
        } else if (there.isBefore(asked)) {
            behind = Duration.between(asked, there);
        }
        if (behind.abs().compareTo(TOLERATED) > 0) {
            anchor = new Anchor(answered.plus(behind), nanos.getAsLong());
        }
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
