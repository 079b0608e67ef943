package io.tollgate.billing.pricing;

import java.time.Instant;

/**
 * The money of a change of plan. Both sides are rounded apart: each is a line of its own.
 *
 * @param credit for the old plan's rest, in minor units, 0 or more
 * @param charge for the new plan's
 * @param calendar after the change
 */
public record PlanSwap(long credit, long charge, BillingCalendar calendar) {

    /**
     * @param old the calendar until now
     * @param billed what was charged for the period in which the change lies
     * @param change within that period; at its end no money moves but a new plan's that begins with a period of its own
     */
    public static PlanSwap of(
            ProrationMode mode,
            BillingCalendar old,
            Period current,
            Billed billed,
            Recurring to,
            ChangeAnchor anchor,
            Instant change) {
        return of(mode, old, current, billed, to, anchor.calendar(old, to.interval(), change), change);
    }

    /** @param calendar after the change */
    public static PlanSwap of(
            ProrationMode mode,
            BillingCalendar old,
            Period current,
            Billed billed,
            Recurring to,
            BillingCalendar calendar,
            Instant change) {
        Period next = calendar.equals(old) ? current : calendar.containing(change);
        long credit = new Proration(mode, current).credit(billed, change);
        long charge = new Proration(mode, next).charge(to.amount(), change);
        return new PlanSwap(credit, charge, calendar);
    }

    /** What is due now, or below zero given back. */
    public long net() {
        return Math.subtractExact(charge, credit);
    }
}
