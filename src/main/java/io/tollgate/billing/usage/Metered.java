package io.tollgate.billing.usage;

import io.tollgate.billing.pricing.Interval;
import io.tollgate.billing.pricing.Period;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A subscription whose current usage is asked for.
 *
 * @param start of its period; null when it has none
 * @param end of its period; null when it has none
 * @param ownTime what time it is for a customer whom a test moves through it; null for everybody else
 */
record Metered(
        UUID id,
        UUID planVersionId,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable Instant ownTime) {

    private static final Interval MONTHLY = new Interval(Interval.Unit.MONTH, 1);

    /**
     * Its period, or the calendar month (UTC). Only its bounds mean something.
     *
     * @param common everybody's time
     */
    Period period(Instant common) {
        if (start != null && end != null && start.isBefore(end)) {
            return new Period(0, start, end, ZoneOffset.UTC, MONTHLY);
        }
        Instant now = ownTime == null ? common : ownTime;
        YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        return new Period(0, startOf(month), startOf(month.plusMonths(1)), ZoneOffset.UTC, MONTHLY);
    }

    private static Instant startOf(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
