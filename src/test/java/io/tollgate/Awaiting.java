package io.tollgate;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what happens on its own, no longer than it takes and never for ever. */
public final class Awaiting {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(15);

    private Awaiting() {}

    public static void until(BooleanSupplier condition) {
        until("what was promised", condition);
    }

    /** Looks again and again until it is so; fails after 20 s with what was waited for. */
    public static void until(String what, BooleanSupplier condition) {
        until(what, PATIENCE, condition);
    }

    public static void until(String what, Duration atMost, BooleanSupplier condition) {
        Boolean _ = value(what, atMost, condition::getAsBoolean, Boolean::booleanValue);
    }

    /** The first value that is right. */
    public static <T> T value(String what, Supplier<T> source, Predicate<T> right) {
        return value(what, PATIENCE, source, right);
    }

    public static <T> T value(String what, Duration atMost, Supplier<T> source, Predicate<T> right) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            T value = source.get();
            if (right.test(value)) {
                return value;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited " + atMost.toSeconds() + " s for: " + what + "; last seen: " + value);
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** True throughout the whole time: for what must not happen. As short as the thing to be excluded would need. */
    public static void during(String what, Duration time, BooleanSupplier condition) {
        long deadline = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < deadline) {
            if (!condition.getAsBoolean()) {
                throw new AssertionError("Did not stay so: " + what);
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }
}
