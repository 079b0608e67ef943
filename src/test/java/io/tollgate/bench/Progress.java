package io.tollgate.bench;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** What the bench is doing, on the error stream: the table alone is its output. */
final class Progress {

    private Progress() {}

    static void say(String format, Object... arguments) {
        System.err.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + format.formatted(arguments));
    }
}
