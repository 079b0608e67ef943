package io.tollgate.platform.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The time that all nodes have in common: the database's, carried on by this machine's steady counter. The machine's own clock
 * counts until the database was first asked and never after: whoever sets it, forward or back, changes nothing (ADR 85).
 */
public final class CommonClock extends Clock {

    /** A smaller difference is none: time had better not go back for it. */
    private static final Duration TOLERATED = Duration.ofMillis(100);

    private final LongSupplier nanos;

    private final AtomicReference<Anchor> anchor;

    CommonClock() {
        this(InstantSource.system(), System::nanoTime);
    }

    CommonClock(InstantSource machine, LongSupplier nanos) {
        this.nanos = nanos;
        this.anchor = new AtomicReference<>(new Anchor(machine.instant(), nanos.getAsLong()));
    }

    /** @param nanos what the counter said at that time */
    private record Anchor(Instant time, long nanos) {

        Instant at(long now) {
            return time.plusNanos(now - nanos);
        }
    }

    /** The database is being asked what time it is there. */
    public final class Question {

        private final Anchor from = anchor.get();
        private final Instant asked = from.at(nanos.getAsLong());

        private Question() {}

        /**
         * Goes by the answer, as far as it is certain: the database read its clock between the question and this. Of two that were
         * asked at once, the second changes nothing: what it was compared with has been corrected.
         */
        public void answered(Instant there) {
            long counted = nanos.getAsLong();
            Instant answered = from.at(counted);
            Duration behind = Duration.ZERO;
            if (there.isAfter(answered)) {
                behind = Duration.between(answered, there);
            } else if (there.isBefore(asked)) {
                behind = Duration.between(asked, there);
            }
            if (behind.abs().compareTo(TOLERATED) > 0) {
                anchor.compareAndSet(from, new Anchor(answered.plus(behind), counted));
            }
        }
    }

    public Question ask() {
        return new Question();
    }

    @Override
    public Instant instant() {
        return anchor.get().at(nanos.getAsLong());
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
