package io.tollgate.billing.pricing;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

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
