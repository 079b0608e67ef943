package io.tollgate;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a test calls from, as a proxy tells it: each address of 198.18.0.0/15 once, so that no limit has counted it before. Drawn by
 * lot, two tests of a run would share one now and then.
 */
public final class CallingAddress {

    private static final AtomicInteger LAST =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(1 << 17));

    private CallingAddress() {}

    public static String next() {
        int number = LAST.incrementAndGet();
        return "198.%d.%d.%d".formatted(18 + (number >> 16 & 1), number >> 8 & 255, number & 255);
    }
}
