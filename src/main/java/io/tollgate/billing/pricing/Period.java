package io.tollgate.billing.pricing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * One billing period, half-open: what happens at its end belongs to the next one.
 *
 * @param index counted from the anchor, 0 for the first
 * @param zone the customer's, whose midnight begins a day
 */
public record Period(long index, Instant start, Instant end, ZoneId zone, Interval interval) {

    public Period {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("A period from " + start + " to " + end);
        }
    }

    public boolean contains(Instant moment) {
        return !moment.isBefore(start) && moment.isBefore(end);
    }

    /** The moment itself, or the bound it lies beyond. */
    Instant within(Instant moment) {
        if (moment.isBefore(start)) {
            return start;
        }
        return moment.isAfter(end) ? end : moment;
    }

    /** Local days, at least 1. */
    public long days() {
        return Math.max(1, daysUntil(end));
    }

    /** Local days from the first day to the moment's. */
    long daysUntil(Instant moment) {
        return ChronoUnit.DAYS.between(day(start), day(moment));
    }

    private LocalDate day(Instant moment) {
        return moment.atZone(zone).toLocalDate();
    }
}
