package io.tollgate.billing.entitlement;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The time over which uses are counted together.
 *
 * @param end null for never; when a renewal is late, a moment that is over: until it is heard of, the old count goes on
 */
record Window(Instant start, @Nullable Instant end) {

    private static final Window ALWAYS = new Window(Instant.EPOCH, null);

    /** @param period of the subscription; null when there is none */
    static Window of(Quota.Reset reset, Instant now, @Nullable Window period) {
        return switch (reset) {
            case NEVER -> ALWAYS;
            case CALENDAR_MONTH -> month(now);
            case BILLING_PERIOD -> period == null ? month(now) : period;
        };
    }

    private static Window month(Instant now) {
        YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        return new Window(startOf(month), startOf(month.plusMonths(1)));
    }

    private static Instant startOf(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
