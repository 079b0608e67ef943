package io.tollgate.planted.billing.plan;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/** Goes by the machine, whatever the time is for everybody else. */
final class ReadsTheTime {

    Supplier<Instant> instant() {
        return Instant::now;
    }

    LocalDate day() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    long millis() {
        return System.currentTimeMillis();
    }

    Clock clock() {
        return Clock.systemUTC();
    }
}
