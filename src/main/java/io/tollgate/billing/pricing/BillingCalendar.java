package io.tollgate.billing.pricing;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;

/**
 * A subscription's periods. Each bound is counted from the original anchor on the customer's wall clock, so a month that ends
 * early does not shorten the months after it, and the clock change moves no bound.
 *
 * @param anchor when period 0 begins
 */
public record BillingCalendar(LocalDateTime anchor, ZoneId zone, Interval interval) {

    public static BillingCalendar from(Instant start, ZoneId zone, Interval interval) {
        return new BillingCalendar(start.atZone(zone).toLocalDateTime(), zone, interval);
    }

    /**
     * Counted from the first day of the month, quarter or year, the Monday or the midnight before, as the unit is: the moment lies in
     * period 0, of which what was before it is not to be paid.
     */
    public static BillingCalendar aligned(Instant start, ZoneId zone, Interval interval) {
        LocalDate day = start.atZone(zone).toLocalDate();
        LocalDate first = switch (interval.unit()) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            case QUARTER -> day.with(IsoFields.DAY_OF_QUARTER, 1);
            case YEAR -> day.withDayOfYear(1);
        };
        return new BillingCalendar(first.atStartOfDay(), zone, interval);
    }

    /**
     * @param index negative for periods before the anchor
     * @throws IllegalArgumentException for a day that a zone left out when it crossed the date line
     */
    public Period period(long index) {
        return new Period(index, start(index), start(index + 1), zone, interval);
    }

    /** The period in which the moment lies. */
    public Period containing(Instant moment) {
        long index = interval.between(anchor, moment.atZone(zone).toLocalDateTime());
        while (start(index).isAfter(moment)) {
            index--;
        }
        while (!start(index + 1).isAfter(moment)) {
            index++;
        }
        return period(index);
    }

    /** The one that begins where the given one ends. */
    public Period next(Period period) {
        return containing(period.end());
    }

    /** When a period begins: in a gap of the wall clock as much later as the gap is long, in an overlap at the first time. */
    private Instant start(long index) {
        return interval.after(anchor, index).atZone(zone).toInstant();
    }
}
