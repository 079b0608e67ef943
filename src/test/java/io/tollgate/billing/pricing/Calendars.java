package io.tollgate.billing.pricing;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Periods and events of tests. */
final class Calendars {

    static final Interval MONTH = new Interval(Interval.Unit.MONTH, 1);
    static final Interval YEAR = new Interval(Interval.Unit.YEAR, 1);

    private Calendars() {}

    static BillingCalendar monthly(String anchor) {
        return new BillingCalendar(LocalDateTime.parse(anchor), ZoneOffset.UTC, MONTH);
    }

    static BillingCalendar monthly(String anchor, String zone) {
        return new BillingCalendar(LocalDateTime.parse(anchor), ZoneId.of(zone), MONTH);
    }

    /** The monthly period, anchored at its beginning. */
    static Period monthOf(String start) {
        return BillingCalendar.from(Instant.parse(start), ZoneOffset.UTC, MONTH).period(0);
    }

    static Instant day(String date) {
        return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    static UsageEvent event(String at, long value) {
        return UsageEvent.of(Instant.parse(at), at, BigDecimal.valueOf(value));
    }
}
