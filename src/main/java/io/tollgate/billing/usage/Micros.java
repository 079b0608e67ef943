package io.tollgate.billing.usage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Moments as microseconds since 1970, which is what PostgreSQL keeps of them: the driver has no arrays of moments. */
final class Micros {

    private static final long PER_SECOND = 1_000_000;

    private Micros() {}

    static @Nullable Long of(@Nullable Instant moment) {
        return moment == null ? null : at(moment);
    }

    static long at(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000L);
    }
}
